internal import Findings

extension CaseStore {
    /// Registers an imported hash set; from now on examinations match against it. One whose index is the same is the
    /// same set: it gets the new name, version and category, and is there again if it had been removed.
    public func addHashSet(_ set: HashSetRecord) async throws(StoreError) {
        let parameters: [Parameter] = [
            .bytes(set.sha256), .text(set.name), .text(set.version), .text(set.category), .text(set.format),
            .int64(set.counts.read), .int64(set.counts.distinct), .int64(set.counts.written),
            .int64(set.counts.verified), .int64(set.counts.rejected),
        ]
        try await pool.perform { connection throws(StoreError) in
            _ = try connection.execute(
                """
                INSERT INTO hash_sets (sha256, name, version, category, format, read_count, distinct_count,
                    written_count, verified_count, rejected_count)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, version = excluded.version,
                    category = excluded.category, removed_at = NULL
                """, parameters)
            return
        }
    }

    /// All hash sets, the removed ones too, by name and version.
    public func hashSets() async throws(StoreError) -> [HashSetRecord] {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute(
                """
                SELECT \(HashSetRecord.columns) FROM hash_sets
                ORDER BY name COLLATE "C", version COLLATE "C", sha256
                """
            ).map { row throws(StoreError) in try HashSetRecord(reading: &row) }
        }
    }

    /// The hash sets that a name, or the beginning of a SHA-256 of at least 6 hexadecimal digits, means.
    public func hashSets(named name: String) async throws(StoreError) -> [HashSetRecord] {
        let digits = name.lowercased()
        return try await hashSets().filter { set in
            set.name == name || (digits.count >= 6 && Hexadecimal.text(set.sha256).hasPrefix(digits))
        }
    }

    /// Takes a hash set out of examinations to come. Its hits stay, with its name.
    /// - Throws: `notFound` when the store holds no such set, or it was removed before.
    public func removeHashSet(_ sha256: [UInt8]) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            let removed = try connection.execute(
                "UPDATE hash_sets SET removed_at = clock_timestamp() WHERE sha256 = $1 AND removed_at IS NULL",
                [.bytes(sha256)])
            guard removed.touched == 1 else {
                throw StoreError(.notFound, cause: "the store holds no hash set \(Hexadecimal.text(sha256))")
            }
        }
    }
}
