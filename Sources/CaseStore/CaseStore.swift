/// The store of cases: exhibits, the queue of their shards, and their findings, in a PostgreSQL database.
///
/// Every method is one transaction. Calls wait for a free one of a fixed number of connections; none blocks a thread
/// of Swift's concurrency.
public final class CaseStore: Sendable {
    let pool: Sessions
    /// For what must not wait behind findings: grants, and how long leases last.
    let leasePool: Sessions

    /// Opens the store at a libpq connection string (`postgresql://user@host/database`).
    /// - Parameters:
    ///   - connections: how many the store uses at most, besides eight for leases; further calls wait for one.
    ///   - patience: with a database that is away, now or later; nil lets every call throw at once.
    /// - Throws: when the server cannot be reached, or has a schema that this program does not speak.
    public init(
        at address: String, connections: Int = 4, patience: Patience? = nil
    ) async throws(StoreError) {
        pool = Sessions(to: address, count: connections, patience: patience)
        leasePool = Sessions(to: address, count: 8, patience: patience)
        try await pool.perform { connection throws(StoreError) in try connection.schema().check() }
    }

    private init(_ pool: Sessions, _ leasePool: Sessions) { (self.pool, self.leasePool) = (pool, leasePool) }

    /// The same store, every call of which throws at once when the database is away.
    public var withoutPatience: CaseStore { CaseStore(pool.withoutPatience, leasePool.withoutPatience) }

    /// Closes the connections that nobody uses. A further call opens them again.
    public func close() async {
        await pool.close()
        await leasePool.close()
    }
}
