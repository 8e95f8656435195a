public import Shards
public import struct Foundation.Date

extension CaseStore {
    /// Prolongs the leases that a worker still holds, each under the fence that it was granted with, and notes that the worker
    /// is there and what it has done: in one statement, which waits for nobody.
    /// - Parameter activity: added to what it has done in this minute; nil adds nothing.
    /// - Returns: the shards that it still holds; it must stop working on all others.
    public func renew(
        _ leases: [(shard: ShardID, fence: Fence)], of worker: String, term: Duration,
        activity: WorkerActivity? = nil, now: Date? = nil
    ) async throws(StoreError) -> Set<ShardID> {
        let parameters: [Parameter] = [
            .int64s(leases.map(\.shard.number)), .int64s(leases.map(\.fence.number)), .interval(term), .time(now),
            .text(worker), .int32(activity?.examiners), .int64(activity?.busy), .int64(activity?.landing),
            .int64(activity?.idle), .int64(activity?.byteCount), .int64(activity?.itemCount),
        ]
        return try await leasePool.perform { connection throws(StoreError) in
            let held = try connection.execute(Self.renewSQL, parameters)
            return Set(try held.map { row throws(StoreError) in ShardID(try row.next()) })
        }
    }

    /// A shard that is just being landed is not overdue meanwhile, and is prolonged the next time. When a worker was last seen
    /// is written every ten seconds, and never while somebody decides about it.
    private static let renewSQL = """
        WITH free AS MATERIALIZED (\(held) ORDER BY shard_id FOR UPDATE OF shards SKIP LOCKED), renewed AS (
            UPDATE shards SET leased_until = coalesce($4, clock_timestamp()) + $3
            FROM free WHERE shards.shard_id = free.shard_id
        ), unseen AS MATERIALIZED (
            SELECT name FROM workers WHERE name = $5 AND $6 IS NOT NULL
                AND seen_at <= coalesce($4, clock_timestamp()) - interval '10 seconds'
            FOR NO KEY UPDATE SKIP LOCKED
        ), seen AS (
            UPDATE workers SET seen_at = coalesce($4, clock_timestamp()) FROM unseen WHERE workers.name = unseen.name
        ), counted AS (
            INSERT INTO worker_activity AS minutes (worker, minute, examiners, busy_milliseconds, landing_milliseconds,
                idle_milliseconds, byte_count, item_count)
            SELECT $5, date_trunc('minute', coalesce($4, clock_timestamp())), $6, $7, $8, $9, $10, $11
            WHERE $6 IS NOT NULL
            ON CONFLICT (worker, minute) DO UPDATE SET examiners = excluded.examiners,
                busy_milliseconds = minutes.busy_milliseconds + excluded.busy_milliseconds,
                landing_milliseconds = minutes.landing_milliseconds + excluded.landing_milliseconds,
                idle_milliseconds = minutes.idle_milliseconds + excluded.idle_milliseconds,
                byte_count = minutes.byte_count + excluded.byte_count,
                item_count = minutes.item_count + excluded.item_count
        )
        \(held)
        """

    /// By their numbers: as it stands, the state keeps PostgreSQL from going through all leases that anybody holds.
    private static let held = """
        SELECT shard_id FROM shards JOIN unnest($1, $2) AS lease (shard, number)
            ON shard_id = lease.shard AND fence = lease.number
        WHERE shard_id = ANY ($1) AND state || '' = 'leased' AND worker = $5
        """

    /// Forgets what workers did more than 90 days ago.
    public func forgetOldActivity() async throws(StoreError) {
        try await leasePool.perform { connection throws(StoreError) in
            try connection.execute("DELETE FROM worker_activity WHERE minute < now() - interval '90 days'")
            return
        }
    }
}
