public import Shards

/// How far the examination of an exhibit is, as its shards tell.
public struct Progress: Hashable, Sendable {
    public var items: Int64 = 0
    public var contents: Int64 = 0
    public var hits: Int64 = 0
    public var failures: Int64 = 0
    /// Shards by kind and state; those that smaller ones replaced are left out.
    public var shards: [ShardKind: ShardCounts] = [:]
    /// Whether every shard has ended; a shard that ends may still plan others in the same moment.
    public var hasEnded: Bool { shards.values.allSatisfy { $0.ready == 0 && $0.leased == 0 } }

    public init() {}

    /// Of two exhibits together.
    public static func + (a: Progress, b: Progress) -> Progress {
        var sum = a
        sum.items += b.items
        sum.contents += b.contents
        sum.hits += b.hits
        sum.failures += b.failures
        sum.shards.merge(b.shards, uniquingKeysWith: +)
        return sum
    }

    /// Counts of one kind of shard, and about how many bytes they read.
    public struct ShardCounts: Hashable, Sendable {
        public var ready: Int64 = 0
        public var leased: Int64 = 0
        public var done: Int64 = 0
        public var failed: Int64 = 0
        public var plannedByteCount: Int64 = 0
        public var endedByteCount: Int64 = 0

        public init() {}

        public static func + (a: ShardCounts, b: ShardCounts) -> ShardCounts {
            var sum = a
            sum.ready += b.ready
            sum.leased += b.leased
            sum.done += b.done
            sum.failed += b.failed
            sum.plannedByteCount += b.plannedByteCount
            sum.endedByteCount += b.endedByteCount
            return sum
        }
    }
}

extension CaseStore {
    /// How far an exhibit's examination is. It reads the exhibit's shards, not its findings: it costs the same for a
    /// million items as for ten.
    public func progress(of exhibit: ExhibitID) async throws(StoreError) -> Progress {
        try await pool.perform { connection throws(StoreError) in
            let rows = try connection.execute(
                """
                SELECT kind, count(*) FILTER (WHERE state = 'ready'), count(*) FILTER (WHERE state = 'leased'),
                    count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed'),
                    coalesce(sum(byte_count) FILTER (WHERE state <> 'replaced'), 0)::bigint,
                    coalesce(sum(byte_count) FILTER (WHERE state IN ('done', 'failed')), 0)::bigint,
                    sum(landed_items)::bigint, sum(landed_contents)::bigint, sum(landed_hits)::bigint,
                    sum(landed_failures)::bigint
                FROM shards WHERE exhibit_id = $1 GROUP BY kind
                """, [.int32(exhibit.number)])
            var progress = Progress()
            for index in 0..<rows.count {
                var row = rows[index]
                try progress.add(&row)
            }
            return progress
        }
    }

    /// How many shards of the whole store wait and how many are leased.
    public func queueDepth() async throws(StoreError) -> (ready: Int64, leased: Int64) {
        try await pool.perform { connection throws(StoreError) in
            let rows = try connection.execute(
                """
                SELECT (SELECT count(*) FROM shards WHERE state = 'ready'),
                    (SELECT count(*) FROM shards WHERE state = 'leased')
                """)
            guard var row = rows.first else { return (0, 0) }
            return (try row.next(), try row.next())
        }
    }
}

extension Progress {
    fileprivate mutating func add(_ row: inout Row) throws(StoreError) {
        let kind = try ShardKind(stored: try row.next())
        var counts = ShardCounts()
        counts.ready = try row.next()
        counts.leased = try row.next()
        counts.done = try row.next()
        counts.failed = try row.next()
        counts.plannedByteCount = try row.next()
        counts.endedByteCount = try row.next()
        shards[kind] = counts
        items += try row.next(Int64.self)
        contents += try row.next(Int64.self)
        hits += try row.next(Int64.self)
        failures += try row.next(Int64.self)
    }
}
