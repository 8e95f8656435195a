/// What an examination has found, counted.
public struct ExhibitSummary: Hashable, Sendable {
    /// Files, folders, links, … of all volumes.
    public var items: Int64 = 0
    public var deletedItems: Int64 = 0
    /// Items whose whole content was read.
    public var examined: Int64 = 0
    public var partial: Int64 = 0
    public var failed: Int64 = 0
    /// The content of examined items, in bytes.
    public var examinedByteCount: Int64 = 0
    /// The most serious category first; nil is no category.
    public var hits: [CategoryCount] = []
    /// By reason, the most frequent first.
    public var failures: [ReasonCount] = []

    public struct CategoryCount: Hashable, Sendable {
        public let category: String?
        /// Different items.
        public let items: Int64
        /// An item may match several sets, and by several digests.
        public let hits: Int64
    }

    public struct ReasonCount: Hashable, Sendable {
        /// As `Failure.Reason` spells it.
        public let reason: String
        public let count: Int64
    }
}

extension CaseStore {
    /// Counts an exhibit's findings. It reads all items: some seconds for ten millions.
    public func summary(of exhibit: ExhibitID) async throws(StoreError) -> ExhibitSummary {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction(.snapshot) { connection throws(StoreError) in
                var summary = ExhibitSummary()
                try connection.countItems(of: exhibit, into: &summary)
                summary.hits = try connection.countHits(of: exhibit)
                summary.failures = try connection.countFailures(of: exhibit)
                return summary
            }
        }
    }
}

extension Connection {
    fileprivate borrowing func countItems(
        of exhibit: ExhibitID, into summary: inout ExhibitSummary
    ) throws(StoreError) {
        let rows = try execute(
            """
            SELECT count(*), count(*) FILTER (WHERE NOT is_allocated), count(*) FILTER (WHERE state = 'examined'),
                count(*) FILTER (WHERE state = 'partial'), count(*) FILTER (WHERE state = 'failed'),
                least(coalesce(sum(byte_count) FILTER (WHERE state = 'examined'), 0), 9223372036854775807)::bigint
            FROM items LEFT JOIN contents USING (exhibit_id, volume, ordinal) WHERE exhibit_id = $1
            """, [.int32(exhibit.number)])
        guard var row = rows.first else { return }
        summary.items = try row.next()
        summary.deletedItems = try row.next()
        summary.examined = try row.next()
        summary.partial = try row.next()
        summary.failed = try row.next()
        summary.examinedByteCount = try row.next()
    }

    fileprivate borrowing func countHits(of exhibit: ExhibitID) throws(StoreError) -> [ExhibitSummary.CategoryCount] {
        try execute(
            """
            SELECT category, count(DISTINCT (volume, ordinal)), count(*) FROM hits WHERE exhibit_id = $1
            GROUP BY category
            ORDER BY \(CategoryOrder.sql("category"))
            """, [.int32(exhibit.number)]
        ).map { row throws(StoreError) in
            ExhibitSummary.CategoryCount(category: try row.next(), items: try row.next(), hits: try row.next())
        }
    }

    fileprivate borrowing func countFailures(of exhibit: ExhibitID) throws(StoreError) -> [ExhibitSummary.ReasonCount] {
        try execute(
            """
            SELECT reason, count(*) FROM failures WHERE exhibit_id = $1 GROUP BY reason
            ORDER BY count(*) DESC, reason COLLATE "C"
            """, [.int32(exhibit.number)]
        ).map { row throws(StoreError) in
            ExhibitSummary.ReasonCount(reason: try row.next(), count: try row.next())
        }
    }
}
