import Findings
import Testing

@testable import CaseStore

@Suite("A connection that nobody uses")
struct IdleTests {
    /// Ends all other connections to the store's database, as an administrator or a time limit does, and waits until they
    /// have gone.
    private static func endConnections(of store: CaseStore) async throws {
        let other = try await CaseStore(at: TestServer.address(of: store), connections: 1)
        try await other.pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            return
        }
        await other.close()
    }

    @Test("may be ended by the server: the next call does not notice")
    func reconnects() async throws {
        try await TestServer.withStore(connections: 1) { store in
            _ = try await store.createCase("A")
            try await Self.endConnections(of: store)
            #expect(try await store.cases().map(\.reference) == ["A"])
            try await Self.endConnections(of: store)
            #expect(try await store.createCase("B").isNew)
        }
    }

    @Test("in the middle of a listing is an error that says so, never half a listing")
    func listing() async throws {
        try await Examination.run { exhibit in
            let items = (0..<Int64(2500)).map { Item.sample($0) }
            try await exhibit.land(ShardFindings(volume: 0, items: items))
            var count = 0
            let error = await #expect(throws: StoreError.self) {
                try await exhibit.store.items(ItemFilter()) {
                    count += $0.count
                    if count == 1000 { try await Self.endConnections(of: exhibit.store) }
                }
            }
            #expect(error?.reason == .connectionLost && count == 1000)
        }
    }
}
