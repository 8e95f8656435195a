import Testing

@testable import CaseStore

@Suite("Statements that a connection's server keeps")
struct StatementTests {
    private static let count = Statement("count", "SELECT count(*) FROM cases WHERE reference = $1")

    private static func run(on connection: borrowing Connection) throws(StoreError) -> Int64? {
        guard var row = try connection.execute(count, [.text("1")]).first else { return nil }
        return try row.next()
    }

    @Test("are there for each run, also behind a transaction that was rolled back")
    func kept() async throws {
        try await TestServer.withStore { store in
            try await store.pool.perform { connection throws(StoreError) in
                #expect(throws: StoreError.self) {
                    try connection.transaction { connection throws(StoreError) in
                        _ = try Self.run(on: connection)
                        throw StoreError(.conflict, cause: "")
                    }
                }
                for _ in 0..<8 { #expect(try Self.run(on: connection) == 0) }
                var row = try #require(try connection.execute("SELECT count(*) FROM pg_prepared_statements").first)
                #expect(try row.next(Int64.self) == 1)
            }
        }
    }

    @Test("are prepared anew once the server has lost them or their tables have changed; who meets that tries again")
    func lost() async throws {
        try await TestServer.withStore { store in
            let star = Statement("star", "SELECT * FROM case_members WHERE name = $1")
            try await store.pool.perform { connection throws(StoreError) in
                for disturbance in ["DEALLOCATE ALL", "ALTER TABLE case_members ADD COLUMN more int"] {
                    _ = try connection.execute(star, [.text("dana")])
                    try connection.execute(disturbance)
                    let error = #expect(throws: StoreError.self) { try connection.execute(star, [.text("dana")]) }
                    #expect(error?.reason == .busy)
                    _ = try connection.execute(star, [.text("dana")])
                }
            }
        }
    }
}
