public import struct Foundation.Date

extension CaseStore {
    /// Ends the leases whose term is over by the database's clock, and counts a lapse of each. Nobody waits for a
    /// shard that is just being landed: it is not overdue any more, or will be found the next time.
    /// - Returns: the shards that can be granted again.
    public func expire(now: Date? = nil) async throws(StoreError) -> [ShardID] {
        try await pool.perform { connection throws(StoreError) in
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
}
