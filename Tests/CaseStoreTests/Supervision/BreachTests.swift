import Foundation
import Testing

@testable import CaseStore

@Suite("Limits that cases are past")
struct BreachTests {
    private static let limits = BreachLimits.standard

    private func kinds(_ supervised: SupervisedCase, at now: Double, limits: BreachLimits = Self.limits) -> [Breach
        .Kind]
    {
        limits.breaches(of: .init(supervised: supervised, estimatedFinish: nil), at: day(now)).map(\.kind)
    }

    @Test("every grade has one of each, and none is laxer with more risk")
    func standard() throws {
        for limits in [Self.limits.waiting, Self.limits.progress, Self.limits.review] {
            let days = try RiskGrade.allCases.map { try #require(limits[$0]) }
            #expect(days == days.sorted(by: >) && days.allSatisfy { $0 >= 1 })
        }
    }

    @Test("an exhibit that waits is one from the limit's last moment on", arguments: RiskGrade.allCases)
    func waiting(risk: RiskGrade) throws {
        var reviewed = supervised("A", risk: risk, exhibit(registered: 5))
        reviewed.lastReview = CaseReview(reviewedAt: day(1_000), reviewer: "r", decision: "d")
        let limit = Double(try #require(Self.limits.waiting[risk]))
        #expect(kinds(reviewed, at: 5 + limit - 0.001).isEmpty)
        #expect(kinds(reviewed, at: 5 + limit) == [.waiting])
        reviewed.exhibits[0].state = .done
        #expect(kinds(reviewed, at: 500).isEmpty)
    }

    @Test("an examination stands still since its last shard, or since it began; one that has not begun only waits")
    func progress() {
        var examined = exhibit("1", .examining)
        examined.startedAt = day(5)
        let limits = Self.limits.replacing(waiting: 1_000, progress: 2, review: 1_000)
        #expect(kinds(supervised("A", examined), at: 6.9, limits: limits).isEmpty)
        #expect(kinds(supervised("A", examined), at: 7, limits: limits) == [.progress])
        examined.progressedAt = day(6)
        #expect(kinds(supervised("A", examined), at: 7.9, limits: limits).isEmpty)
        #expect(kinds(supervised("A", examined), at: 8, limits: limits) == [.progress])
        #expect(kinds(supervised("A", exhibit("1", .registered)), at: 8, limits: limits).isEmpty)
        #expect(kinds(supervised("A", exhibit("1", .done)), at: 8, limits: limits).isEmpty)
    }

    @Test("a case that nobody has ever reviewed counts from when it was made, and also when all is examined")
    func review() {
        let limits = Self.limits.replacing(review: 10)
        var done = supervised("A", created: 3, exhibit("1", .done))
        #expect(kinds(done, at: 12.9, limits: limits).isEmpty)
        #expect(kinds(done, at: 13, limits: limits) == [.review])
        done.lastReview = CaseReview(reviewedAt: day(4), reviewer: "r", decision: "d")
        #expect(kinds(done, at: 13.9, limits: limits).isEmpty)
        #expect(kinds(done, at: 14, limits: limits) == [.review])
    }

    @Test("the day on which a case is due may pass to its end, unless all is examined")
    func due() {
        let limits = Self.limits.replacing(waiting: 1_000, progress: 1_000, review: 1_000)
        let due = supervised("A", due: "1970-01-11", exhibit())
        #expect(kinds(due, at: 10.999, limits: limits).isEmpty)
        #expect(kinds(due, at: 11, limits: limits) == [.due])
        #expect(
            kinds(supervised("A", due: "1970-01-11"), at: 11, limits: limits) == [.due], "nothing was ever registered")
        #expect(kinds(supervised("A", due: "1970-01-11", exhibit("1", .done)), at: 11, limits: limits).isEmpty)
    }

    @Test("an estimate behind the due date is one before that day has come")
    func forecast() {
        let due = supervised("A", due: "1970-01-11", exhibit())
        func breaches(finish: Double) -> [Breach] {
            Self.limits.replacing(waiting: 99, review: 99)
                .breaches(of: .init(supervised: due, estimatedFinish: day(finish)), at: day(5))
        }
        #expect(breaches(finish: 11).isEmpty)
        #expect(breaches(finish: 13.5).map(\.kind) == [.forecast])
        #expect(breaches(finish: 13.5).map(\.days) == [2])
        #expect(breaches(finish: 13.5).map(\.since) == [day(13.5)])
    }

    @Test("each says since when, how many days, and which limit")
    func details() {
        let breaches = Self.limits.replacing(waiting: 3).breaches(
            of: .init(supervised: supervised("A", risk: .low, exhibit(registered: 2)), estimatedFinish: nil),
            at: day(9.5))
        #expect(breaches.map(\.kind) == [.waiting])
        #expect(breaches.map(\.days) == [7] && breaches.map(\.limit) == [3] && breaches.map(\.since) == [day(2)])
    }

    @Test("a limit of no days is past at once, and given limits take the place of all grades'")
    func replaced() {
        let none = Self.limits.replacing(waiting: 0, progress: 0, review: 0)
        var examined = exhibit("1", .examining)
        examined.startedAt = day(1)
        #expect(
            kinds(supervised("A", risk: .low, exhibit(), examined), at: 1, limits: none) == [
                .waiting, .progress, .review,
            ])
        #expect(Self.limits.replacing() == Self.limits)
        #expect(Self.limits.replacing(progress: 5).progress.values.allSatisfy { $0 == 5 })
        #expect(Self.limits.replacing(progress: 5).waiting == Self.limits.waiting)
    }
}
