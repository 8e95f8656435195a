import CaseStore
import Shards
import Testing

@testable import Cluster

@Suite("Heartbeats on their way into the store")
struct HeartbeatsTests {
    private static func beat(_ worker: String) -> Heartbeat {
        Heartbeat(of: worker, leases: [ShardID(Int64(worker.count)): Fence(1)])
    }

    /// What a store of which all leases last answers.
    private static func held(_ beats: [Heartbeat]) -> [Set<ShardID>] { beats.map { Set($0.leases.keys) } }

    /// Writes the heartbeats of some workers at once, before anything is taken, and tells what came of each.
    private static func outcomes(
        of workers: [String], renewing renew: @escaping @Sendable ([Heartbeat]) async throws -> [Set<ShardID>]
    ) async -> [String: Set<ShardID>?] {
        let heartbeats = Heartbeats()
        return await withTaskGroup(of: (String, Set<ShardID>?).self) { group in
            for worker in workers { group.addTask { (worker, try? await heartbeats.write(beat(worker))) } }
            while heartbeats.waitingCount < workers.count { await Task.yield() }
            return await withTaskGroup(of: Void.self) { runner in
                runner.addTask { await heartbeats.run(resting: .zero, renewing: renew) }
                var outcomes: [String: Set<ShardID>?] = [:]
                for await (worker, shards) in group { outcomes[worker] = .some(shards) }
                runner.cancelAll()
                return outcomes
            }
        }
    }

    @Test("are written together, and each is answered for itself")
    func together() async throws {
        let outcomes = await Self.outcomes(of: ["a", "bb", "ccc"]) { beats in
            guard beats.count == 3 else { throw StoreError(.other, cause: "they came one by one") }
            return Self.held(beats)
        }
        #expect(outcomes == ["a": [ShardID(1)], "bb": [ShardID(2)], "ccc": [ShardID(3)]])
    }

    @Test("are written one by one where the store refuses them together: no worker ends the leases of others")
    func apart() async throws {
        let outcomes = await Self.outcomes(of: ["a", "bad", "cc"]) { beats in
            guard !beats.contains(where: { $0.worker == "bad" }) else { throw StoreError(.other, cause: "no text") }
            return Self.held(beats)
        }
        #expect(outcomes == ["a": [ShardID(1)], "bad": nil, "cc": [ShardID(2)]])
    }

    @Test("are all told where the database is away, and nobody waits behind the end")
    func away() async throws {
        let outcomes = await Self.outcomes(of: ["a", "bb"]) { _ in throw StoreError(.connectionLost, cause: "gone") }
        #expect(outcomes == ["a": nil, "bb": nil])
        let heartbeats = Heartbeats()
        let runner = Task { await heartbeats.run(resting: .zero, renewing: { Self.held($0) }) }
        runner.cancel()
        await runner.value
        await #expect(throws: (any Error).self) { try await heartbeats.write(Self.beat("late")) }
    }
}
