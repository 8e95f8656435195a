import Testing

@testable import Cluster

@Suite("A database that is away")
struct OutageTests {
    private enum Call { case fails, succeeds }

    /// What is said of calls at some seconds: at which of them.
    private func said(_ calls: [(second: Int, call: Call)]) -> [Int] {
        var outage = Outage()
        let start = ContinuousClock.now
        return calls.compactMap { second, call in
            let now = start + .seconds(second)
            let isNews = call == .fails ? outage.fail(at: now) : outage.answer(at: now)
            return isNews ? second : nil
        }
    }

    @Test("is said once when it goes, and once when it is back")
    func once() {
        let failures = (10..<100).map { ($0, Call.fails) }
        #expect(
            said([(0, .succeeds)] + failures + [(104, .succeeds), (105, .succeeds), (106, .fails)]) == [10, 104, 106])
    }

    @Test("is not back as long as it answers some and refuses others")
    func someAnswers() {
        let mixed = (0..<100).flatMap { [($0, Call.fails), ($0, .succeeds)] }
        #expect(said(mixed + [(103, .succeeds), (104, .succeeds), (105, .succeeds)]) == [0, 104])
    }
}
