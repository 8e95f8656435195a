import Foundation
import Shards
import Testing

@Suite("The precedence of exhibits")
struct PrecedenceTests {
    private let now = Date(timeIntervalSince1970: 1_000_000)

    private func exhibit(
        _ number: Int32, urgency: Int = 1, due: TimeInterval? = nil, leased: Int = 0, waited: TimeInterval = 0
    ) -> WaitingExhibit {
        WaitingExhibit(
            number: number, urgency: urgency, dueOn: due.map { now + $0 }, readyCount: nil, leasedCount: leased,
            grantedAt: now - waited)
    }

    private func next(_ waiting: [WaitingExhibit], turn: Int = 0) -> Int32? {
        Precedence.next(among: waiting, at: now, turn: turn).map { waiting[$0].number }
    }

    @Test("goes by risk, then by due date, then to whoever has least, then to whoever has waited longest")
    func ranks() {
        let best = exhibit(1, urgency: 3, due: 10, leased: 1, waited: 9)
        for other in [
            exhibit(2, urgency: 2, due: 5, leased: 0, waited: 20),
            exhibit(2, urgency: 3, due: 11, leased: 0, waited: 20),
            exhibit(2, urgency: 3, leased: 0, waited: 20), exhibit(2, urgency: 3, due: 10, leased: 2, waited: 20),
            exhibit(2, urgency: 3, due: 10, leased: 1, waited: 8),
            exhibit(2, urgency: 3, due: 10, leased: 1, waited: 9),
        ] {
            #expect(next([best, other]) == 1, "\(other)")
            #expect(next([other, best]) == 1, "\(other)")
        }
        #expect(next([exhibit(2, waited: 8), exhibit(3, waited: 9)]) == 3)
        #expect(next([]) == nil)
    }

    @Test("passes by rank every fourth turn, for whoever has been neglected longest")
    func neglected() {
        let waiting = [
            exhibit(1, urgency: 4), exhibit(2, urgency: 1, waited: Precedence.patience),
            exhibit(3, urgency: 1, waited: Precedence.patience + 1),
            exhibit(4, urgency: 2, waited: Precedence.patience - 1),
        ]
        #expect((0..<8).map { next(waiting, turn: $0) } == [1, 1, 1, 3, 1, 1, 1, 3])
        #expect(next([waiting[0], waiting[3]], turn: 3) == 1, "nobody is neglected")
        #expect(next([waiting[0], waiting[1]], turn: 3) == 2, "just so long is long enough")
    }
}

@Suite("A portion of an exhibit")
struct PortionTests {
    private let small: (kind: ShardKind, byteCount: Int64) = (.contents, 1)

    @Test("is one shard as long as nobody knows how fast its worker is")
    func unknown() {
        let portion = Portion(costPerSecond: 0, readyCount: nil, examinerCount: 1)
        #expect(portion.count(of: [small, small]) == 1 && portion.shardLimit == 1)
    }

    @Test("is as many as some seconds hold, and never more than a message does")
    func seconds() {
        let portion = Portion(costPerSecond: 3 * Portion.shardCost, readyCount: nil, examinerCount: 1)
        #expect(portion.count(of: Array(repeating: small, count: 20)) == Int(Portion.seconds) * 3)
        #expect(portion.count(of: [(.contents, 5 * Portion.shardCost), small, small]) == 2)
        #expect(portion.count(of: [(.contents, .max), (.contents, .max)]) == 1)
        let fast = Portion(costPerSecond: .max, readyCount: nil, examinerCount: 1)
        #expect(fast.count(of: Array(repeating: small, count: 99)) == Portion.largest && fast.count(of: []) == 0)
        #expect(Portion(costPerSecond: .max, readyCount: nil, examinerCount: 1, limit: 3).shardLimit == 3)
        #expect(Portion(costPerSecond: .max, readyCount: nil, examinerCount: 1, limit: -3).shardLimit == 1)
        #expect(
            Portion(costPerSecond: .max, readyCount: 400, examinerCount: 8, limit: 99).shardLimit == Portion.largest)
    }

    @Test(
        "is a share of what is left where there is little for all examiners",
        arguments: [
            (100, 8, 12), (17, 8, 2), (15, 8, 1), (1, 8, 1), (400, 8, 16), (5, 0, 5),
        ])
    func tail(ready: Int, examiners: Int, shards: Int) {
        #expect(Portion(costPerSecond: .max, readyCount: ready, examinerCount: examiners).shardLimit == shards)
    }

    @Test("leaves what is no content to itself")
    func alone() {
        let portion = Portion(costPerSecond: .max, readyCount: nil, examinerCount: 1)
        #expect(portion.count(of: [(.walk, 0), small]) == 1)
        #expect(portion.count(of: [small, small, (.verification, 1), small]) == 2)
    }
}
