public import struct Foundation.Date

extension CaseStore {
    /// Ends the leases whose term is over by the database's clock, and counts a lapse of each. Nobody waits for a
    /// shard that is just being landed: it is not overdue any more, or will be found the next time.
    /// - Returns: the shards that can be granted again.
    public func expire(now: Date? = nil) async throws(StoreError) -> [ShardID] {
        try await leasePool.perform { connection throws(StoreError) in
            try connection.execute(
                """
                WITH overdue AS MATERIALIZED (
                    SELECT shard_id FROM shards
                    WHERE state = 'leased' AND leased_until <= coalesce($1, clock_timestamp())
                    ORDER BY shard_id FOR UPDATE SKIP LOCKED
                )
                UPDATE shards SET state = 'ready', leased_until = NULL, lapses = lapses + 1
                FROM overdue WHERE shards.shard_id = overdue.shard_id RETURNING shards.shard_id
                """, [.time(now)]
            ).map { row throws(StoreError) in ShardID(try row.next()) }
        }
    }

    /// The names of all who hold leases.
    public func leaseHolders() async throws(StoreError) -> [String] {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute("SELECT DISTINCT worker FROM shards WHERE state = 'leased' AND worker IS NOT NULL")
                .map { row throws(StoreError) in try row.next() }
        }
    }

    /// Lets the leases of workers that are known to be dead be over by now, so that the next `expire` ends them. What
    /// such a worker has sent before its death still lands if it comes before that.
    public func cutShort(leasesOf workers: [String], now: Date? = nil) async throws(StoreError) {
        guard !workers.isEmpty else { return }
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                WITH orphaned AS MATERIALIZED (
                    SELECT shard_id FROM shards WHERE state = 'leased' AND worker = ANY ($1)
                    ORDER BY shard_id FOR UPDATE SKIP LOCKED
                )
                UPDATE shards SET leased_until = least(leased_until, coalesce($2, clock_timestamp()))
                FROM orphaned WHERE shards.shard_id = orphaned.shard_id
                """, [.texts(workers), .time(now)])
        }
    }
}
