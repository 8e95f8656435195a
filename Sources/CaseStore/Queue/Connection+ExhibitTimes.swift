/// Since when an exhibit is examined, and when its examination last went on: what supervisors see of it.
extension Connection {
    /// Notes that a shard of an exhibit has ended: at most once a second, and never where somebody else is just doing so,
    /// because hundreds of landings a second must neither rewrite one row nor wait for one another.
    borrowing func markProgress(of exhibit: ExhibitID) throws(StoreError) {
        try execute(Self.progressStatement, [.int32(exhibit.number)])
    }

    private static let progressStatement = Statement(
        "progress",
        """
        WITH stale AS MATERIALIZED (
            SELECT exhibit_id FROM exhibits WHERE exhibit_id = $1
                AND (progressed_at IS NULL OR progressed_at <= clock_timestamp() - interval '1 second')
            FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE exhibits SET progressed_at = clock_timestamp() FROM stale
        WHERE exhibits.exhibit_id = stale.exhibit_id
        """)
}
