import Findings
import Foundation
import Shards
import TestSupport
import Testing

@testable import CaseStore

@Suite("Granting")
struct GrantTests {
    @Test("carries what the rule of portions says, whatever waits", arguments: UInt64(0)..<8)
    func portions(seed: UInt64) async throws {
        try await Examination.run { exhibit in
            var random = SplitMix64(seed: seed)
            var planned: [PlannedShard] = (0..<120).map { number in
                let size = [0, Portion.shardCost - 1, Portion.shardCost + 1, 9 * Portion.shardCost].randomElement(
                    using: &random)
                let kind: ShardKind = Int.random(in: 0..<8, using: &random) == 0 ? .walk : .contents
                return .sample(kind, priority: Int16(number), byteCount: size ?? 0)
            }
            planned.append(.sample(.contents, priority: 999, byteCount: .max))
            _ = try await exhibit.store.land(
                ShardFindings(), of: exhibit.lease.shard, under: exhibit.lease.claim, planning: planned, completes: true
            )
            while !planned.isEmpty {
                let portion = Portion(
                    costPerSecond: .random(in: 0...12, using: &random) * Portion.shardCost, readyCount: planned.count,
                    examinerCount: .random(in: 0...9, using: &random))
                let grants = try await exhibit.store.grant(portion, of: exhibit.id, to: "w", term: .seconds(600))
                let count = portion.count(of: planned.map { ($0.kind, $0.byteCount) })
                #expect(grants.map(\.kind) == planned.prefix(count).map(\.kind), "seed \(seed), \(portion)")
                planned.removeFirst(max(1, grants.count))
            }
        }
    }

    @Test("is for exhibits of open cases that have something to grant, each with what its precedence goes by")
    func waiting() async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            let (one, two) = (
                try await store.addExhibit(.sample("1"), to: "A", survey: .sample()).id,
                try await store.addExhibit(.sample("2"), to: "A", survey: .sample()).id
            )
            try await Self.run("UPDATE cases SET risk = 'high', due_on = '2030-01-02'", in: store)
            #expect(try await store.waiting().exhibits.map(\.number).sorted() == [one.number, two.number])
            let start = Date(timeIntervalSince1970: 2_000_000_000)
            let lease = try #require(
                try await store.grant(.single, of: one, to: "w", term: .seconds(60), now: start).first)
            #expect(try await store.waiting().exhibits.map(\.number) == [two.number], "of the other nothing is left")
            _ = try await store.land(
                ShardFindings(), of: lease.shard, under: lease.claim,
                planning: Array(repeating: .sample(.contents), count: 5), completes: true)
            _ = try await store.grant(.single, of: one, to: "w", term: .seconds(60), now: start + 0.5)
            let waiting = try await store.waiting(now: start)
            let first = try #require(waiting.exhibits.first { $0.number == one.number })
            #expect(waiting.now == start && first.urgency == 3 && first.readyCount == 4 && first.leasedCount == 1)
            #expect(first.dueOn == Date(timeIntervalSince1970: 1_893_542_400), "2030-01-02 at midnight, UTC")
            #expect(first.grantedAt == start, "it is noted once a second")
            _ = try await store.grant(.single, of: one, to: "w", term: .seconds(60), now: start + 1)
            #expect(try await store.waiting().exhibits.first { $0.number == one.number }?.grantedAt == start + 1)

            try await store.setCase("A", open: false)
            #expect(try await store.waiting().exhibits.isEmpty)
        }
    }

    @Test("counts no more than some hundred shards of an exhibit")
    func manyShards() async throws {
        try await Examination.run { exhibit in
            _ = try await exhibit.store.land(
                ShardFindings(), of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: Array(repeating: .sample(.contents), count: CaseStore.countLimit), completes: true)
            #expect(try await exhibit.store.waiting().exhibits.map(\.readyCount) == [nil])
            _ = try await exhibit.store.grant(.single, of: exhibit.id, to: "w", term: .seconds(60))
            #expect(try await exhibit.store.waiting().exhibits.map(\.readyCount) == [CaseStore.countLimit - 1])
        }
    }

    @Test("counts the examiners of workers that are there, and of no others")
    func examiners() async throws {
        try await TestServer.withStore { store in
            #expect(try await store.waiting().examinerCount == 0)
            for name in ["a", "b", "gone", "drained"] {
                try await store.recordWorker(name, description: #"{"examiners": 3}"#)
            }
            try await store.recordWorker("old", description: "{}")
            try await store.drain(worker: "drained", reason: nil)
            try await Self.run(
                "UPDATE workers SET seen_at = now() - interval '2 minutes' WHERE name = 'gone'", in: store)
            #expect(try await store.waiting().examinerCount == 6)
        }
    }

    @Test("is heard of by whoever listens: what was planned, and what was given back", .timeLimit(.minutes(10)))
    func listening() async throws {
        try await Examination.run { exhibit in
            let listener = WorkListener(at: try await TestServer.address(of: exhibit.store))
            let (rings, ring) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await listener.listen { ring.yield() } }
                var heard = rings.makeAsyncIterator()
                _ = await heard.next()
                _ = try await exhibit.store.addExhibit(.sample("2"), to: "A", survey: .sample())
                _ = await heard.next()
                try await exhibit.store.handBack(exhibit.lease.shard, under: exhibit.lease.claim)
                _ = await heard.next()
                group.cancelAll()
            }
        }
    }

    private static func run(_ sql: String, in store: CaseStore) async throws {
        try await store.pool.perform { connection throws(StoreError) in
            _ = try connection.execute(sql)
            return
        }
    }
}
