public import Findings

extension CaseStore {
    /// The volumes of an exhibit, by index.
    public func volumes(of exhibit: ExhibitID) async throws(StoreError) -> [Volume] {
        try await pool.perform { connection throws(StoreError) in try connection.volumes(of: exhibit) }
    }

    /// The stored digests of an exhibit that have been held against its content.
    public func verifications(of exhibit: ExhibitID) async throws(StoreError) -> [Verification] {
        try await pool.perform { connection throws(StoreError) in
            try connection.verifications(of: exhibit)
        }
    }
}

extension Connection {
    borrowing func verifications(of exhibit: ExhibitID) throws(StoreError) -> [Verification] {
        try execute(
            """
            SELECT algorithm::text, stored, origin, computed FROM verifications WHERE exhibit_id = $1
            ORDER BY algorithm, origin COLLATE "C", stored
            """, [.int32(exhibit.number)]
        ).map { row throws(StoreError) in
            let algorithm = DigestAlgorithm(rawValue: try row.next()) ?? .sha256
            let (value, origin): ([UInt8], String) = (try row.next(), try row.next())
            let stored = StoredDigest(algorithm: algorithm, value: value, origin: origin)
            return Verification(stored: stored, computed: try row.next())
        }
    }

    borrowing func volumes(of exhibit: ExhibitID) throws(StoreError) -> [Volume] {
        try execute(
            """
            SELECT volume, start, byte_count, scheme, description, file_system, label, state, subvolume
            FROM volumes WHERE exhibit_id = $1 ORDER BY volume
            """, [.int32(exhibit.number)]
        ).map { row throws(StoreError) in
            let (index, start, byteCount): (Int32, Int64, Int64) = (try row.next(), try row.next(), try row.next())
            let (scheme, description): (String, String) = (try row.next(), try row.next())
            let (fileSystem, label): (String?, String?) = (try row.next(), try row.next())
            let state = Volume.State(rawValue: try row.next()) ?? .failed
            return Volume(
                index: index, range: ByteRange(offset: start, byteCount: byteCount), scheme: scheme,
                description: description, fileSystem: fileSystem, label: label, state: state,
                subvolume: try row.next())
        }
    }
}
