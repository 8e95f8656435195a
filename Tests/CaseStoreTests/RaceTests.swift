import Dispatch
import Findings
import Shards
import Testing

@testable import CaseStore

@Suite("An examination that begins anew")
struct RaceTests {
    private enum Anew: CaseIterable {
        case exhibit, walk
    }

    @Test("forgets the shards too that are being planned at that moment", arguments: Anew.allCases)
    private func forgetsWhatIsBeingPlanned(_ anew: Anew) async throws {
        try await Examination.run { exhibit in
            let store = exhibit.store
            _ = try await store.land(
                ShardFindings(), of: exhibit.lease.shard, under: exhibit.lease.claim,
                planning: [.sample(.walk), .sample(.contents)], completes: true)
            var walk = try #require(try await Self.grant(.walk, in: store))
            _ = try await store.die(walk.shard, under: walk.claim, detour: [7], failure: .init(), isBlamed: true)
            walk = try #require(try await Self.grant(.walk, in: store))
            _ = try await store.land(.init(volume: 0), of: walk.shard, under: walk.claim, completes: false)
            let content = try #require(try await Self.grant(.contents, in: store))

            let (isPlanning, mayEnd) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
            async let landing = store.land(.init(volume: 0), of: content.shard, under: content.claim, completes: true) {
                _ throws(StoreError) in
                isPlanning.continuation.finish()
                mayEnd.wait()
                return [.sample(.contents), .sample(.contents)]
            }
            for await _ in isPlanning.stream {}
            async let beginning: Void = Self.begin(anew, exhibit, walk: walk)
            try await Self.awaitLockWaiter(in: store)
            mayEnd.signal()
            #expect(try await landing == .accepted)
            try await beginning
            #expect(try await Self.grant(.contents, in: store) == nil)
        }
    }

    private static func begin(_ anew: Anew, _ exhibit: Examination, walk: Grant) async throws {
        switch anew {
        case .exhibit: try await exhibit.store.reopen(exhibit.id, as: .sample("1"), survey: .sample())
        case .walk:
            let aftermath = try await exhibit.store.die(
                walk.shard, under: walk.claim, detour: [7], failure: .init(), isBlamed: true)
            #expect(aftermath == .detour)
        }
    }

    /// Grants what is there, and keeps the first of a kind.
    private static func grant(_ kind: ShardKind, in store: CaseStore) async throws -> Grant? {
        let grants = try await store.grant(to: "w", limit: 16, term: .seconds(600))
        let kept = grants.first { $0.kind == kind }
        for grant in grants where grant.shard != kept?.shard {
            try await store.handBack(grant.shard, under: grant.claim)
        }
        return kept
    }

    /// Waits until one connection waits for what another has locked.
    private static func awaitLockWaiter(in store: CaseStore) async throws {
        var isWaiting = false
        while !isWaiting {
            try Task.checkCancellation()
            isWaiting = try await store.pool.perform { connection throws(StoreError) in
                let rows = try connection.execute(
                    """
                    SELECT EXISTS (SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock')
                    """)
                guard var row = rows.first else { return false }
                return try row.next()
            }
        }
    }
}
