extension CaseStore {
    /// Makes the database, where it is missing and the server lets this user, and its schema.
    /// - Returns: the steps that were taken, by name; empty when there was nothing to do.
    public static func create(at address: String) async throws(StoreError) -> [String] {
        do {
            return try await migrate(at: address)
        } catch  where error.reason == .databaseMissing {
            let name = try Connection.databaseName(in: address)
            try await withConnection(to: Connection.maintenanceAddress(for: address)) { connection throws(StoreError) in
                _ = try connection.execute("CREATE DATABASE \(Connection.quote(identifier: name))")
                return
            }
            return try await migrate(at: address)
        }
    }

    /// Brings an older schema up to this program's.
    /// - Returns: the steps that were taken, by name.
    public static func migrate(at address: String) async throws(StoreError) -> [String] {
        try await withConnection(to: address) { connection throws(StoreError) in try connection.migrate() }
    }

    /// The schema that the database has; `check()` refuses one that this program does not speak.
    public static func schema(at address: String) async throws(StoreError) -> Schema {
        try await withConnection(to: address) { connection throws(StoreError) in try connection.schema() }
    }

    private static func withConnection<Value: Sendable>(
        to address: String, _ body: @Sendable (borrowing Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let session = Session(to: address)
        let result: Result<Value, StoreError>
        do { result = .success(try await session.perform(body)) } catch { result = .failure(error) }
        await session.close()
        return try result.get()
    }
}
