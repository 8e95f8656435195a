import Testing

@testable import CaseStore

@Suite("Statements that a connection's server keeps")
struct StatementTests {
    private static let count = Statement("count", "SELECT count(*) FROM cases WHERE reference = $1")
    private static let star = Statement("star", "SELECT * FROM case_members WHERE name = $1")

    private static func number(
        of connection: borrowing Connection, _ run: (borrowing Connection) throws(StoreError) -> Rows
    ) throws(StoreError) -> Int64? {
        guard var row = try run(connection).first else { return nil }
        return try row.next()
    }

    /// Why a statement cannot be run; nil where it can.
    private static func refusal(
        of statement: Statement, by connection: borrowing Connection
    ) -> StoreError.Reason? {
        do throws(StoreError) {
            try connection.execute(statement, [.text("dana")])
            return nil
        } catch { return error.reason }
    }

    @Test("are there for each run, also behind a transaction that was rolled back")
    func kept() async throws {
        try await TestServer.withStore { store in
            let numbers = try await store.pool.perform { connection throws(StoreError) in
                try connection.execute("BEGIN")
                var refusals = [Self.refusal(of: Self.count, by: connection)]
                try connection.execute("ROLLBACK")
                for _ in 0..<8 { refusals.append(Self.refusal(of: Self.count, by: connection)) }
                let kept = try Self.number(of: connection) { connection throws(StoreError) in
                    try connection.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'count-%'")
                }
                return (refusals.compactMap { $0 }.count, kept)
            }
            #expect(numbers == (0, 1))
        }
    }

    @Test(
        "are prepared anew once the server has lost them or their tables have changed; who meets that tries again",
        arguments: ["DEALLOCATE ALL", "ALTER TABLE case_members ADD COLUMN more int"])
    func lost(disturbance: String) async throws {
        try await TestServer.withStore { store in
            let refusals = try await store.pool.perform { connection throws(StoreError) in
                let before = Self.refusal(of: Self.star, by: connection)
                try connection.execute(disturbance)
                let (met, after) = (
                    Self.refusal(of: Self.star, by: connection), Self.refusal(of: Self.star, by: connection)
                )
                return [before, met, after]
            }
            #expect(refusals == [nil, .busy, nil])
        }
    }
}
