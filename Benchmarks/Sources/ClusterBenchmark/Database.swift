/// The lab's database, as psql sees it.
struct Database: Sendable {
    /// A libpq connection string.
    let address: String

    /// - Returns: one value, as psql prints it.
    func answer(to question: String) throws -> String {
        try RunningProgram.output(of: "psql", [address, "-XAtc", question])
    }

    /// - Parameter rows: `TABLE WHERE …`
    func count(_ rows: String) throws -> Int { Int(try answer(to: "SELECT count(*) FROM \(rows)")) ?? 0 }

    /// Gives the server the write-ahead log's files that one has which has run for a while: making each anew holds all
    /// commits up.
    func makeLogFiles() throws {
        for _ in 0..<16 { _ = try answer(to: "SELECT pg_logical_emit_message(false, '', ''), pg_switch_wal()") }
        _ = try answer(to: "CHECKPOINT")
    }
}
