public import struct Foundation.Date

/// What keeps a worker from examining an exhibit.
public struct ObstacleRecord: Hashable, Sendable {
    public let worker: String
    public let detail: String
    public let seenAt: Date
}

extension CaseStore {
    /// Notes what keeps a worker from examining an exhibit, in place of what it said before.
    public func recordObstacle(_ detail: String, to exhibit: ExhibitID, of worker: String) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                INSERT INTO obstacles (exhibit_id, worker, detail)
                SELECT exhibit_id, $2, $3 FROM exhibits WHERE exhibit_id = $1
                ON CONFLICT (exhibit_id, worker) DO UPDATE SET detail = excluded.detail, seen_at = clock_timestamp()
                """, [.int32(exhibit.number), .text(worker), .text(detail)])
        }
    }

    /// What workers have said of an exhibit lately. A worker says it again for as long as it is so, so that what is
    /// older has been mended.
    public func obstacles(
        to exhibit: ExhibitID, within period: Duration = .seconds(120)
    ) async throws(StoreError) -> [ObstacleRecord] {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute(
                """
                SELECT worker, detail, seen_at FROM obstacles
                WHERE exhibit_id = $1 AND seen_at > clock_timestamp() - $2::interval
                ORDER BY worker COLLATE "C"
                """, [.int32(exhibit.number), .interval(period)]
            ).map { row throws(StoreError) in
                ObstacleRecord(worker: try row.next(), detail: try row.next(), seenAt: try row.next())
            }
        }
    }
}
