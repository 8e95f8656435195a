import Foundation
import Testing

@testable import CaseStore

@Suite("The queue of cases")
struct CaseQueueTests {
    @Test("goes by risk, then by due date, then by waiting, then by reference")
    func order() {
        let cases = [
            supervised("low", risk: .low, due: "1970-01-02"), supervised("b", exhibit(registered: 2)),
            supervised("a", exhibit(registered: 2)), supervised("older", exhibit(registered: 1)),
            supervised("later", due: "1980-01-02"), supervised("soon", due: "1980-01-01"),
            supervised("idle"), supervised("urgent", risk: .veryHigh), supervised("high", risk: .high),
        ]
        let order = ["urgent", "high", "soon", "later", "older", "a", "b", "idle", "low"]
        #expect(CaseQueue(cases, now: day(3)).entries.map(\.supervised.reference) == order)
        #expect(CaseQueue(cases.reversed(), now: day(3)).entries.map(\.supervised.reference) == order)
    }

    @Test("expects each case after those before it, at the pace of all together")
    func forecast() {
        let now = day(10)
        var running = exhibit("1", .examining, size: 2_000)
        (running.startedAt, running.work.isListed) = (now.addingTimeInterval(-10), true)
        (running.work.contentsPlanned, running.work.contentsEnded, running.work.lately) = (2_000, 1_000, 1_000)
        let cases = [
            supervised("low", risk: .low, exhibit(size: 500)), supervised("high", risk: .high, running),
            supervised("done", risk: .veryHigh, exhibit("1", .done, size: 9_000)),
        ]
        let queue = CaseQueue(cases, now: now)
        #expect(queue.entries.map(\.supervised.reference) == ["done", "high", "low"])
        #expect(queue.entries.map(\.estimatedFinish) == [nil, now.addingTimeInterval(10), now.addingTimeInterval(15)])
        let idle = CaseQueue([supervised("A", exhibit(size: 500))], now: now)
        #expect(idle.entries.map(\.estimatedFinish) == [nil], "no pace, no promise")
    }

    @Test("weighs exhibits by their size, and knows since when the first one waits")
    func shares() {
        var half = exhibit("2", .examining, registered: 3, size: 3_000)
        (half.work.isListed, half.work.contentsPlanned, half.work.contentsEnded) = (true, 10, 5)
        (half.startedAt, half.progressedAt) = (day(4), day(5))
        let supervised = supervised("A", exhibit("1", .done, registered: 1, size: 1_000), half)
        #expect(supervised.share == 0.625)
        #expect(supervised.waitingSince == day(3) && supervised.idleSince == day(5))
        #expect([.registered, .examining, .done].map(supervised.count) == [0, 1, 1])
        #expect(CaseStoreTests.supervised("A").share == nil)
        #expect(CaseStoreTests.supervised("A", exhibit()).share == 0)
    }
}
