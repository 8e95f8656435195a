/// The store of cases: exhibits, the queue of their shards, and their findings, in a PostgreSQL database.
///
/// Every method is one transaction. Calls wait for a free one of a fixed number of connections; none blocks a thread
/// of Swift's concurrency.
public final class CaseStore: Sendable {
    let pool: SessionPool

    /// Opens the store at a libpq connection string (`postgresql://user@host/database`).
    /// - Parameter connections: how many the store uses at most; further calls wait for one.
    /// - Throws: when the server cannot be reached, or has a schema that this program does not speak.
    public init(at address: String, connections: Int = 4) async throws(StoreError) {
        pool = SessionPool(to: address, sessions: connections)
        try await pool.perform { connection throws(StoreError) in try connection.schema().check() }
    }

    /// Closes the connections that nobody uses. A further call opens them again.
    public func close() async { await pool.close() }
}
