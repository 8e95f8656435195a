internal import struct Foundation.Date

/// Since when an exhibit is examined, and when its examination last went on: what supervisors see of it.
extension Connection {
    /// Notes that the first shard of exhibits has been granted.
    borrowing func markExamining(_ exhibits: Set<ExhibitID>, now: Date?) throws(StoreError) {
        guard !exhibits.isEmpty else { return }
        try execute(
            """
            UPDATE exhibits SET state = 'examining', started_at = coalesce($2, clock_timestamp())
            WHERE exhibit_id = ANY ($1) AND state = 'registered'
            """, [.int32s(exhibits.map(\.number).sorted()), .time(now)])
    }

    /// Notes that a shard of an exhibit has ended: at most once a second, and never where somebody else is just doing so,
    /// because hundreds of landings a second must neither rewrite one row nor wait for one another.
    borrowing func markProgress(of exhibit: ExhibitID) throws(StoreError) {
        try execute(
            """
            WITH stale AS MATERIALIZED (
                SELECT exhibit_id FROM exhibits WHERE exhibit_id = $1
                    AND (progressed_at IS NULL OR progressed_at <= clock_timestamp() - interval '1 second')
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE exhibits SET progressed_at = clock_timestamp() FROM stale
            WHERE exhibits.exhibit_id = stale.exhibit_id
            """, [.int32(exhibit.number)])
    }
}
