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
    /// nothing.
    public func recordMethod(of worker: String, for exhibits: Set<ExhibitID>) async throws(StoreError) {
        guard !exhibits.isEmpty else { return }
        let parameters: [Parameter] = [.int32s(exhibits.map(\.number).sorted()), .text(worker)]
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                INSERT INTO methods (exhibit_id, worker, method)
                SELECT exhibit_id, name, description FROM unnest($1) AS granted (exhibit_id), workers WHERE name = $2
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

    /// Notes that a worker is there, and what it says of itself.
    /// - Parameter description: a JSON object.
    public func recordWorker(_ name: String, description: String) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                INSERT INTO workers (name, description) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET description = excluded.description, seen_at = clock_timestamp()
                """, [.text(name), .json(description)])
            return
        }
    }
}
