extension CaseStore {
    /// An exhibit as a worker may read it.
    /// - Returns: nil unless the worker holds a lease on one of its shards now.
    public func evidence(
        _ exhibit: ExhibitID, heldBy worker: String
    ) async throws(StoreError) -> ExhibitRecord? {
        try await pool.perform { connection throws(StoreError) in
            let rows = try connection.execute(
                ExhibitRecord.sql + """
                     WHERE exhibit_id = $1 AND EXISTS (SELECT FROM shards WHERE shards.exhibit_id = exhibits.exhibit_id
                        AND shards.state = 'leased' AND shards.worker = $2 AND leased_until > clock_timestamp())
                    """, [.int32(exhibit.number), .text(worker)])
            guard var row = rows.first else { return nil }
            return try ExhibitRecord(reading: &row)
        }
    }

    /// Whether a worker has ever held a lease on one of an exhibit's shards, as far as they remember.
    public func hasHeld(_ exhibit: ExhibitID, _ worker: String) async throws(StoreError) -> Bool {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute(
                "SELECT FROM shards WHERE exhibit_id = $1 AND (worker = $2 OR $2 = ANY (former_workers)) LIMIT 1",
                [.int32(exhibit.number), .text(worker)]
            ).first != nil
        }
    }
}
