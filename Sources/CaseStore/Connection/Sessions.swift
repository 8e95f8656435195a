/// A store's way to its database: a pool of sessions, and patience with a database that is away.
struct Sessions: Sendable {
    private let pool: SessionPool
    private let patience: Patience?

    /// - Parameter patience: nil lets every call throw at once.
    init(to address: String, count: Int, patience: Patience?) {
        (pool, self.patience) = (SessionPool(to: address, sessions: count), patience)
    }

    private init(_ pool: SessionPool, _ patience: Patience?) { (self.pool, self.patience) = (pool, patience) }

    /// The same sessions, and every call throws at once.
    var withoutPatience: Sessions { Sessions(pool, nil) }

    /// Runs one piece of blocking work at a free session.
    func perform<Value: Sendable>(
        _ body: @Sendable (borrowing Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard let patience else { return try await pool.perform(body) }
        do { return try await patience.insist { try await pool.perform(body) } } catch {
            throw error as? StoreError ?? StoreError(.other, cause: "\(error)")
        }
    }

    /// Lends a session whose transaction sees one moment.
    /// - Parameter isRepeatable: asked when the connection breaks: whether `body` may run once more from its beginning.
    func snapshot<Value>(
        while isRepeatable: () -> Bool = { true }, _ body: (borrowing Snapshot) async throws -> Value
    ) async throws -> Value {
        guard let patience else { return try await pool.snapshot(body) }
        return try await patience.insist(on: { try await pool.snapshot(body) }, while: isRepeatable)
    }

    /// Streams one SELECT, as of one moment. Where the connection breaks before the first rows, it begins anew; later,
    /// what has been handed out cannot be taken back.
    func stream<Element: Sendable>(
        _ sql: String, _ parameters: [Parameter],
        _ decode: @escaping @Sendable (inout Row) throws(StoreError) -> Element,
        body: ([Element]) async throws -> Void
    ) async throws {
        var isUntouched = true
        try await snapshot(while: { isUntouched }) { snapshot in
            try await snapshot.stream(sql, parameters, decode) { rows in
                isUntouched = false
                try await body(rows)
            }
        }
    }

    /// Closes the connections that nobody uses.
    func close() async { await pool.close() }
}
