public import struct Foundation.Date

/// A worker as operators see it.
public struct WorkerRecord: Hashable, Sendable {
    public let name: String
    public let host: String?
    public let version: String?
    public let state: WorkerState
    public let stateReason: String?
    public let stateSince: Date
    /// Whether it has not been seen for a minute.
    public let isAway: Bool
    public let examinerCount: Int64
    /// How many shards it holds, and of which exhibits: `CASE/EXHIBIT`.
    public let leaseCount: Int64
    public let exhibits: [String]
    /// Within the last minute or two.
    public let bytesPerSecond: Int64
    public let itemsPerSecond: Int64
    /// About ten seconds may pass before this changes.
    public let seenAt: Date
    /// When it first enrolled.
    public let enrolledAt: Date
}

extension CaseStore {
    /// The workers, by name.
    /// - Parameter all: also those that have not been seen for a day and about which nothing is decided.
    public func workers(all: Bool = false) async throws(StoreError) -> [WorkerRecord] {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute(Self.workersSQL, [.bool(all)])
                .map { row throws(StoreError) in try WorkerRecord(reading: &row) }
        }
    }

    private static let workersSQL = """
        WITH held AS (
            SELECT worker, count(*) AS number, array_agg(DISTINCT cases.reference || '/' || exhibits.reference) AS exhibits
            FROM shards JOIN exhibits USING (exhibit_id) JOIN cases USING (case_id) WHERE shards.state = 'leased'
            GROUP BY worker
        ), recent AS (
            SELECT worker, sum(byte_count)::float8 AS byte_count, sum(item_count)::float8 AS item_count
            FROM worker_activity WHERE minute >= date_trunc('minute', now()) - interval '1 minute' GROUP BY worker
        )
        SELECT name, description ->> 'host', description ->> 'version', workers.state, state_reason, state_since,
            seen_at < now() - interval '1 minute', coalesce((description ->> 'examiners')::bigint, 0),
            coalesce(held.number, 0), held.exhibits, coalesce(recent.byte_count / span.seconds, 0)::bigint,
            coalesce(recent.item_count / span.seconds, 0)::bigint, seen_at, enrolled_at
        FROM workers LEFT JOIN held ON held.worker = name LEFT JOIN recent ON recent.worker = name
            CROSS JOIN LATERAL (
                SELECT greatest(1, extract(epoch FROM now() - greatest(
                    enrolled_at, date_trunc('minute', now()) - interval '1 minute')))::float8 AS seconds
            ) AS span
        WHERE $1 OR workers.state <> 'active' OR seen_at > now() - interval '1 day'
        ORDER BY name COLLATE "C"
        """
}

extension WorkerRecord {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        (name, host, version) = (try row.next(), try row.next(), try row.next())
        (state, stateReason) = (try WorkerState(stored: try row.next()), try row.next())
        (stateSince, isAway) = (try row.next(), try row.next())
        (examinerCount, leaseCount) = (try row.next(), try row.next())
        exhibits = try row.next(Texts?.self)?.values ?? []
        (bytesPerSecond, itemsPerSecond) = (try row.next(), try row.next())
        (seenAt, enrolledAt) = (try row.next(), try row.next())
    }
}
