public import Shards
public import struct Foundation.Date

/// What waits, as of one moment.
public struct Waiting: Hashable, Sendable {
    /// Exhibits of open cases with shards to grant, in no order.
    public let exhibits: [WaitingExhibit]
    /// How many examiners the workers have that were there within the last minute.
    public let examinerCount: Int
    /// The database's time.
    public let now: Date
}

extension CaseStore {
    /// So many shards of one exhibit are counted, and no more: near its end they are dealt out one by one.
    static let countLimit = 256

    /// The exhibits of which shards wait to be granted. It costs an index probe for each exhibit that is not done, and the
    /// counting of a few hundred shards at most for each that waits, both without touching the table.
    public func waiting(now: Date? = nil) async throws(StoreError) -> Waiting {
        try await leasePool.perform { connection throws(StoreError) in
            let exhibits = try connection.execute(Self.waitingSQL, [.int64(Int64(Self.countLimit))])
                .map { row throws(StoreError) in try WaitingExhibit(reading: &row) }
            guard var row = try connection.execute(Self.examinersSQL, [.time(now)]).first else {
                throw StoreError(.other, cause: "the database tells no time")
            }
            return Waiting(exhibits: exhibits, examinerCount: Int(try row.next(Int64.self)), now: try row.next())
        }
    }

    private static let waitingSQL = """
        SELECT exhibits.exhibit_id, array_position(enum_range(NULL::risk_grade), risk),
            due_on::timestamp AT TIME ZONE 'UTC', nullif(ready.number, $1), coalesce(leased.number, 0),
            coalesce(granted_at, registered_at)
        FROM exhibits JOIN cases USING (case_id)
            CROSS JOIN LATERAL (
                SELECT count(*) AS number FROM (
                    SELECT FROM shards WHERE shards.exhibit_id = exhibits.exhibit_id AND shards.state = 'ready'
                    -- As the index has them: nothing else is looked at.
                    ORDER BY exhibit_id, priority, position, shard_id LIMIT $1
                ) AS counted
            ) AS ready
            LEFT JOIN (
                SELECT exhibit_id, count(*) AS number FROM shards WHERE state = 'leased' GROUP BY exhibit_id
            ) AS leased USING (exhibit_id)
        WHERE exhibits.state IN ('registered', 'examining') AND cases.state = 'open' AND ready.number > 0
        """

    private static let examinersSQL = """
        SELECT coalesce(sum((description ->> 'examiners')::int), 0)::bigint, coalesce($1, clock_timestamp()) FROM workers
        WHERE state = 'active' AND seen_at > clock_timestamp() - interval '1 minute'
        """
}

extension WaitingExhibit {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        self.init(
            number: try row.next(), urgency: Int(try row.next(Int32.self)), dueOn: try row.next(),
            readyCount: try row.next(Int64?.self).map(Int.init), leasedCount: Int(try row.next(Int64.self)),
            grantedAt: try row.next())
    }
}
