import Foundation
import Testing

@testable import CaseStore

@Suite("The terms of a case")
struct CaseTermsTests {
    private static let terms: CaseTerms = {
        var terms = CaseTerms()
        (terms.title, terms.risk, terms.reason) = ("Old", .high, "a child in the house")
        (terms.due, terms.assigned) = (Day("2026-12-01"), ["anna", "ben"])
        return terms
    }()

    @Test("stay as they are where nothing is said")
    func unchanged() throws {
        #expect(try CaseChange().applied(to: Self.terms) == Self.terms)
        #expect(Self.terms.differences(from: Self.terms).isEmpty)
    }

    @Test("a high risk needs a reason, and another grade is no reason's", arguments: RiskGrade.allCases)
    func reasons(grade: RiskGrade) throws {
        var change = CaseChange()
        change.risk = grade
        switch grade {
        case .low, .medium: #expect(try change.applied(to: Self.terms).reason == nil)
        case .high: #expect(try change.applied(to: Self.terms).reason == "a child in the house")
        case .veryHigh:
            let error = #expect(throws: StoreError.self) { try change.applied(to: Self.terms) }
            #expect(error?.reason == .conflict && error?.cause.contains("--reason") == true)
        }
        change.reason = "told so"
        let changed = try change.applied(to: Self.terms)
        #expect(changed.risk == grade && changed.reason == "told so")
        #expect([RiskGrade.high, .veryHigh].contains(grade) == grade.needsReason)
    }

    @Test("people come and go, and nobody goes who was not there")
    func people() throws {
        var change = CaseChange()
        (change.assigned, change.unassigned) = (["carl", "ben"], ["anna"])
        let changed = try change.applied(to: Self.terms)
        #expect(changed.assigned == ["ben", "carl"])
        #expect(changed.differences(from: Self.terms) == ["assigned: carl", "no longer assigned: anna"])
        change.unassigned = ["carl"]
        #expect(throws: StoreError.self) { try change.applied(to: Self.terms) }
    }

    @Test("each difference is a line")
    func differences() throws {
        var change = CaseChange()
        (change.title, change.risk, change.reason, change.due) = ("New", .veryHigh, "he is back", .never)
        #expect(
            try change.applied(to: Self.terms).differences(from: Self.terms) == [
                "title: Old → New", "risk: high → very-high", "reason: a child in the house → he is back",
                "due: 2026-12-01 → –",
            ])
    }

    @Test("grades go from low to very high")
    func order() {
        #expect(RiskGrade.allCases.sorted() == [.low, .medium, .high, .veryHigh])
        #expect(RiskGrade.low < .medium && RiskGrade.medium < .high && RiskGrade.high < .veryHigh)
    }

    @Test("a day is one of the calendar, and ends when the next begins", arguments: ["2024-02-29", "1999-12-31"])
    func days(text: String) throws {
        let day = try #require(Day(text))
        #expect(day.description == text)
        #expect(try day.end == #require(Day(text == "2024-02-29" ? "2024-03-01" : "2000-01-01")).start)
        #expect(day.start < day.end)
    }

    @Test(
        "what is no day is none",
        arguments: ["", "2023-02-29", "2026-13-01", "2026-1-1", "2026-12-01T00:00:00Z", "tomorrow", "20261201  "])
    func noDays(text: String) { #expect(Day(text) == nil) }
}
