import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("Workers, as the store knows them")
struct WorkerTests {
    private let start = Date(timeIntervalSince1970: 4_000_000_000)

    @Test("are quarantined by the rule of their conduct, and all that they hold can be granted again")
    func quarantine() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            for (after, isTooMany) in [(0.0, false), (1, false), (Conduct.memory, false), (Conduct.memory + 0.5, true)]
            {
                let isQuarantined = try await store.note(
                    .inventedLease, of: "w", detail: "at \(after)", now: start + after)
                #expect(isQuarantined == isTooMany, "after \(after) s")
            }
            let standing = try #require(try await store.workersSetAside()["w"])
            #expect(standing.state == .quarantined && standing.reason == "at \(Conduct.memory + 0.5)")
            let shard = try await store.standing(of: exhibit.lease.shard).shard
            #expect(shard.state == .ready && shard.lapses == 0)
            #expect(try await store.grant(to: "w", limit: 1, term: .seconds(60)).isEmpty)
            #expect(try await store.grant(to: "x", limit: 1, term: .seconds(60)).first?.shard == exhibit.lease.shard)
            let again = try await store.note(.inadmissibleFindings, of: "w", detail: "", now: start)
            #expect(!again, "it is quarantined once")
        }
    }

    @Test("lose what was granted to them while they were quarantined")
    func grantUnderWay() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            _ = try await store.note(.inadmissibleFindings, of: "w", detail: "")
            try await store.pool.perform { connection throws(StoreError) in
                _ = try connection.execute(
                    "UPDATE shards SET state = 'leased', leased_until = now() + interval '1 day'")
                return
            }
            try await store.endLeasesOfQuarantined()
            #expect(try await store.standing(of: exhibit.lease.shard).shard.state == .ready)
        }
    }

    @Test("are drained, resumed and released, each where that makes sense")
    func states() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            await Self.expect(.notFound) { try await store.drain(worker: "w", reason: nil) }
            try await store.recordWorker("w", description: "{}")
            try await store.drain(worker: "w", reason: "repair")
            let drained = try #require(try await store.workersSetAside()["w"])
            #expect(drained.state == .draining && drained.reason == "repair")
            try await store.handBack(exhibit.lease.shard, under: exhibit.lease.claim)
            #expect(try await store.grant(to: "w", limit: 1, term: .seconds(60)).isEmpty)
            try await store.recordWorker("w", description: "{}")
            #expect(try await store.workersSetAside()["w"] == drained, "a restart changes nothing")
            await Self.expect(.conflict) { try await store.release(worker: "w") }
            try await store.resume(worker: "w")
            #expect(try await store.workersSetAside().isEmpty)
            #expect(try await store.grant(to: "w", limit: 1, term: .seconds(60)).count == 1)

            _ = try await store.note(.inadmissibleFindings, of: "w", detail: "")
            await Self.expect(.conflict) { try await store.drain(worker: "w", reason: nil) }
            await Self.expect(.conflict) { try await store.resume(worker: "w") }
            try await store.release(worker: "w")
            #expect(try await store.grant(to: "w", limit: 1, term: .seconds(60)).count == 1)
        }
    }

    private static func expect(_ reason: StoreError.Reason, _ body: () async throws -> Void) async {
        let error = await #expect(throws: StoreError.self) { try await body() }
        #expect(error?.reason == reason)
    }
}

@Suite("A worker's heartbeat")
struct HeartbeatTests {
    private let minute = Date(timeIntervalSince1970: 4_000_000_020)

    @Test("adds up what it has done, minute by minute, and prolongs its leases")
    func activity() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            for after in [0.0, 59, 60] {
                let activity = WorkerActivity(
                    examiners: 2, busy: 3, landing: 4, idle: 5, byteCount: 6, itemCount: after < 60 ? 7 : -7)
                let beat = Heartbeat(of: "w", leases: [lease.shard: lease.fence], activity: activity)
                let held = try await store.renew([beat], term: .seconds(30), now: minute + after)
                #expect(held == [[lease.shard]])
            }
            let silent = Heartbeat(of: "w", leases: [lease.shard: lease.fence])
            _ = try await store.renew([silent], term: .seconds(30), now: minute)
            let rows = try await store.pool.perform { connection throws(StoreError) in
                try connection.execute(
                    """
                    SELECT minute, examiners::bigint, busy_milliseconds, landing_milliseconds, idle_milliseconds,
                        byte_count, item_count FROM worker_activity ORDER BY minute
                    """
                ).map { row throws(StoreError) in
                    let time: Date = try row.next()
                    var numbers: [Int64] = []
                    for _ in 0..<6 { numbers.append(try row.next()) }
                    return "\(time.timeIntervalSince1970): \(numbers)"
                }
            }
            #expect(rows == ["4000000020.0: [2, 6, 8, 10, 12, 14]", "4000000080.0: [2, 3, 4, 5, 6, 0]"])
        }
    }

    @Test("shows that it is there, also without a lease; that is written every ten seconds")
    func seen() async throws {
        try await TestServer.withStore { store in
            try await store.recordWorker("w", description: #"{"host": "h", "version": "1", "examiners": 2}"#)
            let first = try #require(try await store.workers().first)
            #expect(first.host == "h" && first.examinerCount == 2 && first.exhibits.isEmpty && !first.isAway)
            for (after, isNoted) in [(9.0, false), (11.0, true), (20.0, false)] {
                let now = first.seenAt + after
                let beat = Heartbeat(of: "w", activity: WorkerActivity(examiners: 2))
                _ = try await store.renew([beat], term: .seconds(30), now: now)
                let seen = try await store.workers().first?.seenAt
                #expect((seen == now) == isNoted, "after \(after) s")
            }
        }
    }

    @Test("is written with those of others: each keeps what is its own, and is counted for itself")
    func gathered() async throws {
        try await Examination.run { exhibit in
            let (store, lease) = (exhibit.store, exhibit.lease)
            let own = Heartbeat(
                of: "w", leases: [lease.shard: lease.fence], activity: WorkerActivity(examiners: 2, itemCount: 3))
            let strange = Heartbeat(
                of: "v", leases: [lease.shard: lease.fence], activity: WorkerActivity(examiners: 1, itemCount: 5))
            let late = Heartbeat(of: "w", leases: [lease.shard: Fence(lease.fence.number - 1)])
            let held = try await store.renew([strange, own, late, own], term: .seconds(30), now: minute)
            #expect(held == [[], [lease.shard], [], [lease.shard]])
            let rows = try await store.pool.perform { connection throws(StoreError) in
                try connection.execute("SELECT worker, item_count FROM worker_activity ORDER BY worker")
                    .map { row throws(StoreError) in "\(try row.next(String.self)) \(try row.next(Int64.self))" }
            }
            #expect(rows == ["v 5", "w 6"])
        }
    }

    @Test("is what operators see: where a worker is, on what, how fast, since when")
    func record() async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            for name in ["w", "gone"] { try await store.recordWorker(name, description: "{}") }
            let activity = WorkerActivity(examiners: 1, byteCount: 600_000_000, itemCount: 60_000)
            _ = try await store.renew([Heartbeat(of: "w", activity: activity)], term: .seconds(30))
            try await store.pool.perform { connection throws(StoreError) in
                try connection.run(
                    script: """
                        UPDATE workers SET enrolled_at = now() - interval '1 hour';
                        UPDATE workers SET seen_at = now() - interval '2 days' WHERE name = 'gone'
                        """)
            }
            let workers = try await store.workers()
            let worker = try #require(workers.first)
            #expect(workers.count == 1 && worker.exhibits == ["A/1"] && worker.leaseCount == 1)
            // The last minute and as much of this one as is over.
            #expect(5_000_000...10_000_000 ~= worker.bytesPerSecond && 500...1000 ~= worker.itemsPerSecond)
            #expect(try await store.workers(all: true).map(\.isAway) == [true, false])
            try await store.drain(worker: "gone", reason: "repair")
            #expect(try await store.workers().first?.stateReason == "repair", "what is decided is never hidden")
        }
    }
}
