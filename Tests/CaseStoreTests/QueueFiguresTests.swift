import Foundation
import Shards
import Testing

@testable import CaseStore

@Suite("The figures of the queue")
struct QueueFiguresTests {
    @Test("say for how long the oldest lease is held, not for how long its shard has waited")
    func oldestLease() async throws {
        try await TestServer.withStore { store in
            _ = try await store.createCase("A")
            for reference in ["1", "2"] {
                _ = try await store.addExhibit(.sample(reference), to: "A", survey: .sample())
            }
            #expect(try await store.queueFigures().oldestLeaseSeconds == 0)
            let (hour, exhibits) = (3600.0, try await store.exhibits(of: "A"))
            for (exhibit, hours) in zip(exhibits, [2.0, 5.0]) {
                let grants = try await store.grant(
                    .single, of: exhibit.id, to: "w", term: .seconds(60), now: Date() - hours * hour)
                // What is renewed is held for as long as before.
                let beat = Heartbeat(
                    of: "w", leases: Dictionary(uniqueKeysWithValues: grants.map { ($0.shard, $0.fence) }))
                #expect(try await store.renew([beat], term: .seconds(60)).map(\.count) == [1])
            }
            #expect(5 * 3600...6 * 3600 ~= (try await store.queueFigures().oldestLeaseSeconds))
        }
    }

    @Test("count workers by state, without those that have been gone for a day")
    func workers() async throws {
        try await TestServer.withStore { store in
            for name in ["here", "away", "gone", "drained", "drained-and-gone", "liar"] {
                try await store.recordWorker(name, description: "{}")
            }
            for name in ["drained", "drained-and-gone"] { try await store.drain(worker: name, reason: nil) }
            _ = try await store.note(.inadmissibleFindings, of: "liar", detail: "17 bytes")
            try await store.pool.perform { connection throws(StoreError) in
                _ = try connection.execute(
                    """
                    UPDATE workers SET seen_at = now() - CASE WHEN name LIKE '%gone' THEN interval '2 days'
                        ELSE interval '2 minutes' END WHERE name = 'away' OR name LIKE '%gone'
                    """)
                return
            }
            let counts = try await store.queueFigures().workers
            #expect(counts == ["active": 1, "away": 1, "draining": 2, "quarantined": 1])
            #expect(Set(counts.keys).isSubset(of: QueueFigures.workerStates))
        }
    }
}
