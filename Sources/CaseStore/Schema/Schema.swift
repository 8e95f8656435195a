/// The tables of a database, and how they came to be.
///
///     (no database) ──create──► version 1 ──migrate──► … ──migrate──► newest
public struct Schema: Hashable, Sendable {
    /// The version that the database has; 0 when it holds nothing of Caseload's.
    public let version: Int32
    /// The version that this program speaks.
    public static var newest: Int32 { Migration.newest }
    /// The steps that `migrate` would take, by name, oldest first.
    public var pending: [String] { Migration.all.filter { $0.version > version }.map(\.name) }

    /// Refuses a schema that this program does not speak.
    public func check() throws(StoreError) {
        if version == 0 { throw StoreError(.schemaMissing, cause: "the database holds no Caseload schema") }
        let cause = "the database has schema version \(version), this program speaks \(Self.newest)"
        if version < Self.newest { throw StoreError(.schemaOlder, cause: cause) }
        if version > Self.newest { throw StoreError(.schemaNewer, cause: cause) }
    }
}

extension Connection {
    /// The schema that the database has.
    borrowing func schema() throws(StoreError) -> Schema {
        let found = try execute("SELECT to_regclass('schema_migrations') IS NOT NULL")
        guard var row = found.first, try row.next(Bool.self) else { return Schema(version: 0) }
        var newest = try execute("SELECT coalesce(max(version), 0) FROM schema_migrations").first
        return Schema(version: try newest?.next() ?? 0)
    }

    /// Takes every step that is missing, each in a transaction of its own. Two programs at once take turns.
    /// - Returns: the steps that were taken, by name.
    borrowing func migrate(_ migrations: [Migration] = Migration.all) throws(StoreError) -> [String] {
        try execute("SELECT pg_advisory_lock(\(Self.migrationLock))")
        defer { _ = try? execute("SELECT pg_advisory_unlock(\(Self.migrationLock))") }
        try run(
            script: """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version int PRIMARY KEY,
                    name text NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
                )
                """)
        let version = try schema().version
        let newest = migrations.last?.version ?? 0
        guard version <= newest else {
            throw StoreError(
                .schemaNewer, cause: "the database has schema version \(version), this program speaks \(newest)")
        }
        let missing = migrations.filter { $0.version > version }
        for migration in missing {
            try transaction { connection throws(StoreError) in
                try connection.run(script: migration.sql)
                try connection.execute(
                    "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
                    [.int32(migration.version), .text(migration.name)])
            }
        }
        return missing.map(\.name)
    }

    /// The advisory lock's number: `caseload` in ASCII.
    private static var migrationLock: Int64 { 0x6361_7365_6C6F_6164 }
}
