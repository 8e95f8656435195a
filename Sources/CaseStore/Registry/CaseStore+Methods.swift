public import struct Foundation.Date

/// By what an exhibit's findings were made.
public struct MethodRecord: Hashable, Sendable {
    public let worker: String
    /// A JSON object: program and library versions, options, hash sets, host.
    public let method: String
    public let recordedAt: Date
}

extension CaseStore {
    /// Records that a worker examines exhibits, by what it last said of itself (`recordWorker`); the same again changes
    /// nothing, and neither does a worker that has not said yet by what it examines.
    func recordMethod(of worker: String, for exhibits: Set<ExhibitID>) async throws(StoreError) {
        guard !exhibits.isEmpty else { return }
        let parameters: [Parameter] = [.int32s(exhibits.map(\.number).sorted()), .text(worker)]
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                INSERT INTO methods (exhibit_id, worker, method)
                SELECT exhibit_id, name, description FROM unnest($1) AS granted (exhibit_id), workers
                WHERE name = $2 AND description ? 'method'
                ON CONFLICT DO NOTHING
                """, parameters)
            return
        }
    }

    /// The methods behind an exhibit's findings, by worker and time.
    public func methods(of exhibit: ExhibitID) async throws(StoreError) -> [MethodRecord] {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute(
                """
                SELECT worker, method, recorded_at FROM methods WHERE exhibit_id = $1
                ORDER BY worker COLLATE "C", recorded_at
                """, [.int32(exhibit.number)]
            ).map { row throws(StoreError) in
                MethodRecord(
                    worker: try row.next(), method: try row.next(JSONText.self).text, recordedAt: try row.next())
            }
        }
    }

    /// Notes that a worker is there, and what it says of itself. Whatever it has been granted before it could say that is
    /// examined by this method, too.
    /// - Parameter description: a JSON object, with what examines under `method`.
    public func recordWorker(_ name: String, description: String) async throws(StoreError) {
        try await recordWorkerAlone(name, description: description)
        try await recordMethod(of: name, for: try await exhibitsInHands(of: name))
    }

    private func recordWorkerAlone(_ name: String, description: String) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                INSERT INTO workers (name, description) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET description = excluded.description, seen_at = clock_timestamp()
                """, [.text(name), .json(description)])
            return
        }
    }

    /// The exhibits of the shards that a worker holds.
    private func exhibitsInHands(of worker: String) async throws(StoreError) -> Set<ExhibitID> {
        let exhibits = try await pool.perform { connection throws(StoreError) in
            try connection.execute(
                "SELECT DISTINCT exhibit_id FROM shards WHERE worker = $1 AND state = 'leased'", [.text(worker)]
            ).map { row throws(StoreError) in ExhibitID(try row.next()) }
        }
        return Set(exhibits)
    }
}
