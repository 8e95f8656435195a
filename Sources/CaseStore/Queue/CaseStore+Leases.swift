public import Shards
public import struct Foundation.Date

/// Leases: the rules are those of `Shard`; granting and renewing, which go over many shards at once, say them in SQL.
/// All go by the database's clock; `now` stands in for it in tests.
extension CaseStore {
    /// Grants shards of an exhibit to a worker, the likeliest evidence first, then in disk order. No two workers wait for one
    /// another, and no row is touched by every grant. By what method the worker examines is recorded with its first.
    /// - Parameters:
    ///   - portion: how many, and how much of the worker's time.
    ///   - term: how long each lease lasts unless it is renewed.
    public func grant(
        _ portion: Portion, of exhibit: ExhibitID, to worker: String, term: Duration, now: Date? = nil
    ) async throws(StoreError) -> [Grant] {
        let parameters: [Parameter] = [
            .text(worker), .int64(Int64(portion.shardLimit)), .interval(term), .time(now), .int32(exhibit.number),
            .int64(portion.costLimit),
        ]
        return try await leasePool.perform { connection throws(StoreError) in
            try connection.execute(Self.grantStatement, parameters)
                .map { row throws(StoreError) in try Grant(reading: &row) }
        }
    }

    /// Shards are updated by their numbers in an array: a plan that does not know how few they are would go through the table.
    private static let grantStatement = Statement(
        "grant",
        """
        WITH picked AS MATERIALIZED (
            SELECT shard_id, priority, position, kind, byte_count FROM shards
            WHERE exhibit_id = $5 AND state = 'ready'
                AND NOT EXISTS (SELECT FROM workers WHERE name = $1 AND workers.state <> 'active')
            ORDER BY priority, position, shard_id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), sized AS (
            SELECT shard_id, row_number() OVER so_far AS place, bool_or(kind <> '\(ShardKind.contents)') OVER so_far AS is_long,
                sum(greatest(byte_count, \(Portion.shardCost))) OVER so_far AS cost
            FROM picked WINDOW so_far AS (ORDER BY priority, position, shard_id)
        ), granted AS (
            UPDATE shards SET state = 'leased', fence = fence + 1, worker = $1, former_workers = \(formerWorkers),
                granted_at = coalesce($4, clock_timestamp()), leased_until = coalesce($4, clock_timestamp()) + $3
            WHERE shard_id = ANY (ARRAY (SELECT shard_id FROM sized WHERE place = 1 OR NOT is_long AND cost <= $6))
            RETURNING shards.*
        ), \(notedSQL)
        SELECT shard_id, exhibit_id, kind, volume, worker, fence, deaths, lapses, landed_batches, specification
        FROM granted ORDER BY priority, position, shard_id
        """)

    /// That an exhibit's examination has begun is noted by the first grant; when one was granted last, once a second and past
    /// a locked row, because a thousand grants must not rewrite one row.
    private static let notedSQL = """
        begun AS (
            UPDATE exhibits SET state = 'examining', started_at = coalesce($4, clock_timestamp()),
                granted_at = coalesce($4, clock_timestamp())
            WHERE exhibit_id = $5 AND state = 'registered' AND EXISTS (SELECT FROM granted)
        ), stale AS MATERIALIZED (
            SELECT exhibit_id FROM exhibits WHERE exhibit_id = $5 AND state <> 'registered'
                AND (granted_at IS NULL OR granted_at <= coalesce($4, clock_timestamp()) - interval '1 second')
            FOR NO KEY UPDATE SKIP LOCKED
        ), noted AS (
            UPDATE exhibits SET granted_at = coalesce($4, clock_timestamp()) FROM stale
            WHERE exhibits.exhibit_id = stale.exhibit_id AND EXISTS (SELECT FROM granted)
        ), described AS (
            INSERT INTO methods (exhibit_id, worker, method) SELECT $5, name, description FROM workers
            WHERE name = $1 AND description ? 'method' AND EXISTS (SELECT FROM granted)
            ON CONFLICT DO NOTHING
        )
        """

    /// Most shards have had no holder before, and need no room for any.
    private static let formerWorkers = """
        CASE WHEN worker IS NULL THEN former_workers
            ELSE (former_workers || worker)[1 + coalesce(cardinality(former_workers), 0) - \(Shard.memory - 1):] END
        """

    /// Takes a shard back from a worker that stops, as if it had never been granted.
    /// - Returns: false when the lease had ended already; nothing changes then.
    @discardableResult
    public func handBack(_ shard: ShardID, under claim: Claim) async throws(StoreError) -> Bool {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                var standing = try connection.lock(shard)
                guard standing.shard.handBack(under: claim) else { return false }
                try connection.save(standing, of: shard)
                try connection.announceWork()
                return true
            }
        }
    }

    /// Where a shard stands: its state, its newest fence, the batches that have landed.
    public func standing(of shard: ShardID) async throws(StoreError) -> Standing {
        try await pool.perform { connection throws(StoreError) in try connection.standing(of: shard) }
    }
}

extension Grant {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        shard = ShardID(try row.next())
        exhibit = ExhibitID(try row.next())
        kind = try ShardKind(stored: try row.next())
        volume = try row.next()
        claim = Claim(try row.next(), Fence(try row.next()))
        deaths = Int(try row.next(Int32.self))
        lapses = Int(try row.next(Int32.self))
        landedBatches = try row.next()
        specification = try row.next()
    }
}
