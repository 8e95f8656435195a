internal import Shards
public import struct Foundation.Date

extension CaseStore {
    /// Prolongs the leases that workers still hold, each under the fence that it was granted with, and notes that the workers
    /// are there and what they have done: in one statement for however many workers, which waits for nobody that lands.
    /// - Returns: for each heartbeat, the shards that its worker still holds; it must stop working on all others.
    public func renew(
        _ heartbeats: [Heartbeat], term: Duration, now: Date? = nil
    ) async throws(StoreError) -> [Set<ShardID>] {
        let parameters = Heartbeat.parameters(of: heartbeats) + [.interval(term), .time(now)]
        let held = try await leasePool.perform { connection throws(StoreError) in
            try connection.execute(Self.renewStatement, parameters).map { row throws(StoreError) in
                (ShardID(try row.next()), Claim(try row.next(), Fence(try row.next())))
            }
        }
        let claims = Dictionary(held) { first, _ in first }
        return heartbeats.map { $0.stillHeld(claims) }
    }

    /// A shard that is just being landed is not overdue meanwhile, and is prolonged the next time. When a worker was last seen
    /// is written every ten seconds, and never while somebody decides about it. Nobody waits for the disk: what a crash of
    /// the server takes back is some leases' last prolongation, and for a term after it no lease ends.
    private static let renewStatement = Statement(
        "renew",
        """
        WITH unsynced AS MATERIALIZED (
            SELECT set_config('synchronous_commit', 'off', true)
        ), free AS MATERIALIZED (
            SELECT shard_id \(held) ORDER BY shard_id FOR UPDATE OF shards SKIP LOCKED
        ), renewed AS (
            UPDATE shards SET leased_until = coalesce($12, clock_timestamp()) + $11
            FROM free WHERE shards.shard_id = free.shard_id
        ), unseen AS MATERIALIZED (
            SELECT name FROM workers WHERE name = ANY ($4)
                AND seen_at <= coalesce($12, clock_timestamp()) - interval '10 seconds'
            ORDER BY name FOR NO KEY UPDATE SKIP LOCKED
        ), seen AS (
            UPDATE workers SET seen_at = coalesce($12, clock_timestamp()) FROM unseen WHERE workers.name = unseen.name
        ), \(counted)
        SELECT shard_id, shards.worker, fence \(held) AND EXISTS (SELECT FROM unsynced)
        """)

    /// A worker that has beaten twice is counted once, because a row can be met once by one INSERT; and all in one order,
    /// because other coordinators do the same.
    private static let counted = """
        counted AS (
            INSERT INTO worker_activity AS minutes (worker, minute, examiners, busy_milliseconds, landing_milliseconds,
                idle_milliseconds, byte_count, item_count)
            SELECT name, date_trunc('minute', coalesce($12, clock_timestamp())), max(examiners), sum(busy)::bigint,
                sum(landing)::bigint, sum(idle)::bigint, sum(bytes)::bigint, sum(items)::bigint
            FROM unnest($4, $5, $6, $7, $8, $9, $10) AS done (name, examiners, busy, landing, idle, bytes, items)
            GROUP BY name ORDER BY name
            ON CONFLICT (worker, minute) DO UPDATE SET examiners = excluded.examiners,
                busy_milliseconds = minutes.busy_milliseconds + excluded.busy_milliseconds,
                landing_milliseconds = minutes.landing_milliseconds + excluded.landing_milliseconds,
                idle_milliseconds = minutes.idle_milliseconds + excluded.idle_milliseconds,
                byte_count = minutes.byte_count + excluded.byte_count,
                item_count = minutes.item_count + excluded.item_count
        )
        """

    /// By their numbers: as it stands, the state keeps PostgreSQL from going through all leases that anybody holds.
    private static let held = """
        FROM shards JOIN unnest($1, $2, $3) AS lease (shard, number, holder)
            ON shard_id = lease.shard AND fence = lease.number AND worker = lease.holder
        WHERE shard_id = ANY ($1) AND state || '' = 'leased'
        """

    /// Forgets what workers did more than 90 days ago.
    public func forgetOldActivity() async throws(StoreError) {
        try await leasePool.perform { connection throws(StoreError) in
            try connection.execute("DELETE FROM worker_activity WHERE minute < now() - interval '90 days'")
            return
        }
    }
}
