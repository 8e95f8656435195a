public import Shards
public import struct Foundation.Date

/// Leases: the rules are those of `Shard`; granting and renewing, which go over many shards at once, say them in SQL.
/// All go by the database's clock; `now` stands in for it in tests.
extension CaseStore {
    /// Grants shards to a worker, the most urgent first, then in disk order. No two workers wait for one another.
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - term: how long each lease lasts unless it is renewed.
    ///   - avoided: exhibits that something keeps the worker from examining.
    public func grant(
        to worker: String, limit: Int, term: Duration, avoiding avoided: [ExhibitID] = [], now: Date? = nil
    ) async throws(StoreError) -> [Grant] {
        let parameters: [Parameter] = [
            .text(worker), .int64(Int64(limit)), .interval(term), .time(now), .int32s(avoided.map(\.number)),
        ]
        return try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                let grants = try connection.execute(Self.grantSQL, parameters)
                    .map { row throws(StoreError) in try Grant(reading: &row) }
                try connection.markExamining(Set(grants.map(\.exhibit)), now: now)
                return grants
            }
        }
    }

    private static let grantSQL = """
        WITH picked AS MATERIALIZED (
            SELECT shard_id FROM shards WHERE state = 'ready' AND exhibit_id <> ALL ($5)
                AND NOT EXISTS (SELECT FROM workers WHERE name = $1 AND workers.state <> 'active')
            ORDER BY priority, position, shard_id LIMIT $2 FOR UPDATE SKIP LOCKED
        ), granted AS (
            UPDATE shards SET state = 'leased', fence = fence + 1, worker = $1, former_workers = \(formerWorkers),
                leased_until = coalesce($4, clock_timestamp()) + $3
            FROM picked WHERE shards.shard_id = picked.shard_id RETURNING shards.*
        )
        SELECT shard_id, exhibit_id, kind, volume, worker, fence, deaths, lapses, landed_batches, specification
        FROM granted ORDER BY priority, position, shard_id
        """

    /// Most shards have had no holder before, and need no room for any.
    private static let formerWorkers = """
        CASE WHEN worker IS NULL THEN former_workers
            ELSE (former_workers || worker)[1 + coalesce(cardinality(former_workers), 0) - \(Shard.memory - 1):] END
        """

    /// Prolongs the leases that a worker still holds, each under the fence that it was granted with.
    /// - Returns: the shards that it still holds; it must stop working on all others.
    public func renew(
        _ leases: [(shard: ShardID, fence: Fence)], of worker: String, term: Duration, now: Date? = nil
    ) async throws(StoreError) -> Set<ShardID> {
        guard !leases.isEmpty else { return [] }
        let parameters: [Parameter] = [
            .int64s(leases.map(\.shard.number)), .int64s(leases.map(\.fence.number)), .interval(term), .time(now),
            .text(worker),
        ]
        return try await leasePool.perform { connection throws(StoreError) in
            let held = try connection.execute(Self.renewSQL, parameters)
            return Set(try held.map { row throws(StoreError) in ShardID(try row.next()) })
        }
    }

    /// Waits for nobody: a shard that is just being landed is not overdue meanwhile, and is prolonged the next time.
    private static let renewSQL = """
        WITH free AS MATERIALIZED (\(held) ORDER BY shard_id FOR UPDATE OF shards SKIP LOCKED), renewed AS (
            UPDATE shards SET leased_until = coalesce($4, clock_timestamp()) + $3
            FROM free WHERE shards.shard_id = free.shard_id
        )
        \(held)
        """

    private static let held = """
        SELECT shard_id FROM shards JOIN unnest($1, $2) AS lease (shard, number)
            ON shard_id = lease.shard AND fence = lease.number
        WHERE state = 'leased' AND worker = $5
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
