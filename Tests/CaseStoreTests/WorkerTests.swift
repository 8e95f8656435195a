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
