extension CaseStore {
    /// Makes the database, where it is missing and the server lets this user, and its schema.
    /// - Returns: the steps that were taken, by name; empty when there was nothing to do.
    public static func create(
        at address: String, patience: Patience? = nil
    ) async throws(StoreError) -> [String] {
        do {
            return try await migrate(at: address, patience: patience)
        } catch  where error.reason == .databaseMissing {
            let name = try Connection.databaseName(in: address)
            try await withConnection(
                to: Connection.maintenanceAddress(for: address), patience
            ) { connection throws(StoreError) in
                try connection.makeDatabase(name)
            }
            return try await migrate(at: address, patience: patience)
        }
    }

    /// Brings an older schema up to this program's.
    /// - Returns: the steps that were taken, by name.
    public static func migrate(
        at address: String, patience: Patience? = nil
    ) async throws(StoreError) -> [String] {
        try await withConnection(to: address, patience) { connection throws(StoreError) in try connection.migrate() }
    }

    /// The schema that the database has; `check()` refuses one that this program does not speak.
    public static func schema(
        at address: String, patience: Patience? = nil
    ) async throws(StoreError) -> Schema {
        try await withConnection(to: address, patience) { connection throws(StoreError) in try connection.schema() }
    }

    static func withConnection<Value: Sendable>(
        to address: String, _ patience: Patience?,
        _ body: @Sendable (borrowing Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let sessions = Sessions(to: address, count: 1, patience: patience)
        let result: Result<Value, StoreError>
        do { result = .success(try await sessions.perform(body)) } catch { result = .failure(error) }
        await sessions.close()
        return try result.get()
    }
}

extension Connection {
    /// Makes a database, unless somebody else has made it meanwhile.
    fileprivate borrowing func makeDatabase(_ name: String) throws(StoreError) {
        do {
            _ = try execute("CREATE DATABASE \(Self.quote(identifier: name))")
        } catch {
            // duplicate_database; of two programs at once, the index of names refuses the later one.
            guard ["42P04", "23505"].contains(error.sqlState) else { throw error }
        }
    }
}
