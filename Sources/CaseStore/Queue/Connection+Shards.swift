internal import Shards
internal import struct Foundation.Date

/// How shards lie in the table: read under a lock, changed by the rules of `Shard`, saved under the fence.
extension Connection {
    private static var standingColumns: String {
        """
        state, leased_until, fence, worker, former_workers, deaths, lapses, exhibit_id, kind, volume, landed_batches, landed_items,
        landed_failures, specification
        """
    }

    /// The shard, locked until the transaction ends.
    borrowing func lock(_ shard: ShardID) throws(StoreError) -> Standing {
        try standing(of: shard, by: Self.lockStatement)
    }

    borrowing func standing(of shard: ShardID) throws(StoreError) -> Standing {
        try standing(of: shard, by: Self.standingStatement)
    }

    private borrowing func standing(of shard: ShardID, by statement: Statement) throws(StoreError) -> Standing {
        guard var row = try execute(statement, [.int64(shard.number)]).first else {
            throw StoreError(.notFound, cause: "the store holds no shard \(shard.number)")
        }
        return try Standing(reading: &row)
    }

    private static let standingStatement = Statement(
        "standing", "SELECT \(standingColumns) FROM shards WHERE shard_id = $1")
    private static let lockStatement = Statement("lock", standingStatement.sql + " FOR UPDATE")

    /// Saves what the rules made of a locked shard. PostgreSQL holds fence and holder against it once more.
    borrowing func save(
        _ standing: Standing, of shard: ShardID, adding landed: LandedCounts = LandedCounts(),
        specification: [UInt8]? = nil
    ) throws(StoreError) {
        let saved = try execute(
            Self.saveStatement,
            [
                .int64(shard.number), .int64(standing.shard.fence.number), .text(standing.shard.state.name),
                .time(standing.shard.state.leasedUntil), .int32(Int32(clamping: standing.shard.deaths)),
                .int32(Int32(clamping: standing.shard.lapses)), .int32(standing.landedBatches),
                .int64(landed.items), .int64(landed.contents), .int64(landed.hits), .int64(landed.failures),
                .bytes(specification), .text(standing.shard.holder),
            ])
        guard saved.touched == 1 else {
            throw StoreError(.conflict, cause: "shard \(shard.number) was granted anew while it was locked")
        }
    }

    private static let saveStatement = Statement(
        "save",
        """
        UPDATE shards SET state = $3, leased_until = $4, deaths = $5, lapses = $6, landed_batches = $7,
            landed_items = landed_items + $8, landed_contents = landed_contents + $9,
            landed_hits = landed_hits + $10, landed_failures = landed_failures + $11,
            specification = coalesce($12, specification),
            ended_at = CASE WHEN $3 IN ('done', 'failed') THEN clock_timestamp() END
        WHERE shard_id = $1 AND fence = $2 AND worker IS NOT DISTINCT FROM $13
        """)

    /// Adds planned shards of an exhibit to the queue.
    borrowing func plan(_ planned: [PlannedShard], of exhibit: ExhibitID) throws(StoreError) {
        guard !planned.isEmpty else { return }
        let columns = "exhibit_id, kind, volume, priority, position, byte_count, specification"
        try copy(into: "shards (\(columns))") { rows, flush throws(StoreError) in
            for shard in planned {
                rows.beginRow(columns: 7)
                rows.append(exhibit.number)
                rows.append(shard.kind.rawValue)
                rows.append(shard.volume)
                rows.append(shard.priority)
                rows.append(shard.position)
                rows.append(shard.byteCount)
                rows.append(shard.specification)
                try flush(&rows)
            }
        }
        try announceWork()
    }
}

/// How many findings a landing brought, for the progress of the exhibit.
struct LandedCounts {
    var items: Int64 = 0
    var contents: Int64 = 0
    var hits: Int64 = 0
    var failures: Int64 = 0
}

extension Standing {
    /// Reads `Connection.standingColumns`.
    init(reading row: inout Row) throws(StoreError) {
        let (name, until): (String, Date?) = (try row.next(), try row.next())
        let (fence, holder, former): (Int64, String?, Texts?) = (try row.next(), try row.next(), try row.next())
        let (deaths, lapses): (Int32, Int32) = (try row.next(), try row.next())
        shard = Shard(
            state: try Shard.State(name: name, leasedUntil: until), fence: Fence(fence), holder: holder,
            formerHolders: former?.values ?? [], deaths: Int(deaths), lapses: Int(lapses))
        exhibit = ExhibitID(try row.next())
        kind = try ShardKind(stored: try row.next())
        volume = try row.next()
        landedBatches = try row.next()
        landedItems = try row.next()
        landedFailures = try row.next()
        specification = try row.next()
    }
}

extension ShardKind {
    init(stored name: String) throws(StoreError) {
        guard let kind = ShardKind(rawValue: name) else {
            throw StoreError(.schemaNewer, cause: "the store holds a shard of the kind \(name)")
        }
        self = kind
    }
}

extension Shard.State {
    init(name: String, leasedUntil: Date?) throws(StoreError) {
        switch (name, leasedUntil) {
        case ("ready", nil): self = .ready
        case ("leased", let until?): self = .leased(until: until)
        case ("done", nil): self = .done
        case ("replaced", nil): self = .replaced
        case ("failed", nil): self = .failed
        default: throw StoreError(.schemaNewer, cause: "the store holds a shard in the state \(name)")
        }
    }

    var name: String {
        switch self {
        case .ready: "ready"
        case .leased: "leased"
        case .done: "done"
        case .replaced: "replaced"
        case .failed: "failed"
        }
    }

    var leasedUntil: Date? {
        if case .leased(let until) = self { until } else { nil }
    }
}
