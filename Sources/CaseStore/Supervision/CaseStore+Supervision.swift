public import struct Foundation.Date

extension CaseStore {
    /// Open cases, or the one with a reference also when it is closed, each with its exhibits as they stand, and when that
    /// was by the database's clock. It reads shards, no findings; of
    /// all open cases those of exhibits that are not done, so that what the others hold is counted of a single case alone.
    /// - Parameter window: how far `ExhibitWork.lately` goes back.
    /// - Throws: `notFound`.
    public func supervise(
        _ reference: String? = nil, window: Duration = Pace.window
    ) async throws(StoreError) -> (cases: [SupervisedCase], now: Date) {
        let records: [CaseRecord]
        if let reference {
            records = [try await findCase(reference)]
        } else {
            records = try await cases().filter(\.isOpen)
        }
        let isWhole = reference != nil
        return try await pool.perform { connection throws(StoreError) in
            try connection.transaction(.snapshot) { connection throws(StoreError) in
                guard var row = try connection.execute("SELECT clock_timestamp()").first else { return ([], Date()) }
                let now: Date = try row.next()
                let exhibits = try connection.supervisedExhibits(
                    of: records.map(\.id), since: now, window, counting: isWhole)
                let cases = records.map { record in
                    var supervised = SupervisedCase(record.reference, terms: record.terms, createdAt: record.createdAt)
                    (supervised.isOpen, supervised.lastReview) = (record.isOpen, record.lastReview)
                    supervised.exhibits = exhibits[record.id] ?? []
                    return supervised
                }
                return (cases, now)
            }
        }
    }
}

extension Connection {
    fileprivate borrowing func supervisedExhibits(
        of cases: [CaseID], since now: Date, _ window: Duration, counting isWhole: Bool
    ) throws(StoreError) -> [CaseID: [SupervisedExhibit]] {
        let rows = try execute(
            SupervisedExhibit.sql, [.int32s(cases.map(\.number)), .time(now), .interval(window), .bool(isWhole)])
        var exhibits: [CaseID: [SupervisedExhibit]] = [:]
        for index in 0..<rows.count {
            var row = rows[index]
            let id = CaseID(try row.next())
            exhibits[id, default: []].append(try SupervisedExhibit(reading: &row))
        }
        return exhibits
    }
}

extension SupervisedExhibit {
    /// Of all open cases, shards of exhibits that were done before the window are not looked at: there may be millions.
    fileprivate static let sql = """
        SELECT case_id, reference, state, registered_at, started_at, progressed_at, finished_at,
            coalesce(byte_count, (SELECT sum((file ->> 'byteCount')::bigint)::bigint
                FROM jsonb_array_elements(files) AS of (file)), 0),
            coalesce(is_listed, true), contents_planned, contents_ended, verification_planned, verification_ended, lately,
            items, hits, failures
        FROM exhibits LEFT JOIN LATERAL (
            SELECT bool_and(state NOT IN ('ready', 'leased')) FILTER (WHERE kind IN ('survey', 'walk')) AS is_listed,
                \(sum("byte_count", "kind = 'contents' AND state <> 'replaced'")) AS contents_planned,
                \(sum("byte_count", "kind = 'contents' AND state IN ('done', 'failed')")) AS contents_ended,
                \(sum("byte_count", "kind = 'verification' AND state <> 'replaced'")) AS verification_planned,
                \(sum("byte_count", "kind = 'verification' AND state IN ('done', 'failed')")) AS verification_ended,
                \(sum("byte_count", "kind = 'contents' AND state IN ('done', 'failed') AND ended_at > $2 - $3")) AS lately,
                \(sum("landed_items", "true")) AS items, \(sum("landed_hits", "true")) AS hits,
                \(sum("landed_failures", "true")) AS failures
            FROM shards WHERE shards.exhibit_id = exhibits.exhibit_id
                AND ($4 OR exhibits.state <> 'done' OR exhibits.progressed_at > $2 - $3)
        ) AS work ON true
        WHERE case_id = ANY ($1) ORDER BY reference COLLATE "C"
        """

    /// A sum of all shards that meet a condition, as a number that is there and fits.
    private static func sum(_ column: String, _ condition: String) -> String {
        "least(coalesce(sum(\(column)) FILTER (WHERE \(condition)), 0), 9223372036854775807)::bigint"
    }

    /// Reads `sql` behind the case's number.
    fileprivate init(reading row: inout Row) throws(StoreError) {
        let (reference, state): (String, String) = (try row.next(), try row.next())
        self.init(
            reference, state: ExhibitRecord.State(rawValue: state) ?? .registered, registeredAt: try row.next())
        startedAt = try row.next()
        progressedAt = try row.next()
        finishedAt = try row.next()
        work.byteCount = try row.next()
        work.isListed = try row.next()
        work.contentsPlanned = try row.next()
        work.contentsEnded = try row.next()
        work.verificationPlanned = try row.next()
        work.verificationEnded = try row.next()
        work.lately = try row.next()
        itemCount = try row.next()
        hitCount = try row.next()
        failureCount = try row.next()
    }
}
