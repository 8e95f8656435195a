public import struct Foundation.Date

/// What a database's server says of itself.
public struct DatabaseServer: Hashable, Sendable {
    public var majorVersion: Int
    /// By its own clock.
    public var now: Date
    public var connectionCount: Int
    public var connectionLimit: Int

    public init(majorVersion: Int, now: Date, connectionCount: Int, connectionLimit: Int) {
        (self.majorVersion, self.now) = (majorVersion, now)
        (self.connectionCount, self.connectionLimit) = (connectionCount, connectionLimit)
    }
}

extension CaseStore {
    /// Asks a database's server how it is, whatever tables there are.
    public static func server(at address: String) async throws(StoreError) -> DatabaseServer {
        try await withConnection(to: address, nil) { connection throws(StoreError) in
            let rows = try connection.execute(
                """
                SELECT current_setting('server_version_num')::int / 10000, clock_timestamp(),
                    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int,
                    current_setting('max_connections')::int
                """)
            guard var row = rows.first else { throw StoreError(.other, cause: "the server says nothing of itself") }
            let version: Int32 = try row.next()
            let now: Date = try row.next()
            let (count, limit): (Int32, Int32) = (try row.next(), try row.next())
            return DatabaseServer(
                majorVersion: Int(version), now: now, connectionCount: Int(count), connectionLimit: Int(limit))
        }
    }
}
