/// One moment of the store: all that is read through it belongs together, whatever lands meanwhile.
struct Snapshot: ~Copyable {
    private let session: Session

    /// How many rows a listing fetches at once: enough to make the way to the server cheap, few enough to forget.
    static let batchLimit = 1000

    fileprivate init(_ session: Session) { self.session = session }

    /// Hands the rows of a SELECT over batch by batch: the next batch is fetched when `body` has done with one, so that
    /// memory stays the same however many there are.
    func stream<Element: Sendable>(
        _ sql: String, _ parameters: [Parameter],
        _ decode: @escaping @Sendable (inout Row) throws(StoreError) -> Element,
        body: ([Element]) async throws -> Void
    ) async throws {
        try await session.perform { connection throws(StoreError) in
            _ = try connection.execute("DECLARE listing NO SCROLL CURSOR FOR \(sql)", parameters)
            return
        }
        while true {
            let batch = try await session.perform { connection throws(StoreError) in
                try connection.execute("FETCH \(Self.batchLimit) FROM listing").map(decode)
            }
            try Task.checkCancellation()
            if !batch.isEmpty { try await body(batch) }
            if batch.count < Self.batchLimit { break }
        }
        try await session.perform { connection throws(StoreError) in
            _ = try connection.execute("CLOSE listing")
            return
        }
    }

    /// Reads something small.
    func read<Value: Sendable>(
        _ body: @Sendable (borrowing Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await session.perform(body)
    }
}

extension SessionPool {
    /// Lends a session whose transaction sees one moment. Nothing is ever written through it.
    nonisolated func snapshot<Value>(_ body: (borrowing Snapshot) async throws -> Value) async throws -> Value {
        try await withSession { session in
            let result: Result<Value, any Error>
            do {
                try await session.beginSnapshot()
                result = .success(try await body(Snapshot(session)))
            } catch { result = .failure(error) }
            await session.rollBack()
            return try result.get()
        }
    }
}

extension Session {
    /// A listing is read to its end, or to its limit, as slowly as its reader likes.
    fileprivate func beginSnapshot() throws(StoreError) {
        try perform { connection throws(StoreError) in
            try connection.run(
                script: """
                    \(TransactionMode.snapshot.rawValue); SET LOCAL cursor_tuple_fraction = 1;
                    SET LOCAL idle_in_transaction_session_timeout = 0
                    """)
        }
    }
}
