internal import Digests
internal import Findings

extension CaseStore {
    /// SHA-256 over all findings of an exhibit: the image, volumes, items with their contents, hits, failures,
    /// verifications, and coverage, each in its own order. It depends on nothing else: not on who examined when, in how
    /// many pieces, nor on the numbers that this store gave. `CanonicalBytes` says how findings become bytes.
    /// - Returns: 32 bytes.
    /// - Throws: `notFound` while the survey has not landed.
    public func findingsDigest(of exhibit: ExhibitID) async throws -> [UInt8] {
        try await pool.snapshot { snapshot in
            var digest = try FindingsDigest()
            let (image, volumes) = try await snapshot.read { connection throws(StoreError) in
                (try connection.image(of: exhibit), try connection.volumes(of: exhibit))
            }
            try digest.take { $0.add(image) }
            for volume in volumes { try digest.take { $0.add(volume) } }
            try await snapshot.addItems(of: exhibit, to: &digest)
            try await snapshot.addHits(of: exhibit, to: &digest)
            try await snapshot.addFailures(of: exhibit, to: &digest)
            let verifications = try await snapshot.read { connection throws(StoreError) in
                try connection.verifications(of: exhibit)
            }
            for verification in verifications { try digest.take { $0.add(verification) } }
            let coverage = try await snapshot.coverage(of: exhibit)
            try digest.take { $0.add(coverage) }
            return try digest.finish()
        }
    }
}

/// SHA-256 of records as they come.
private struct FindingsDigest: ~Copyable {
    private var digest: StreamDigest
    private var record: CanonicalBytes

    /// The version of the encoding: it changes when the same findings would give other bytes.
    private static let header = "caseload findings 1"

    init() throws {
        digest = try StreamDigest(.sha256)
        record = CanonicalBytes()
        record.begin(Self.header)
    }

    mutating func take(_ encode: (inout CanonicalBytes) -> Void) throws {
        encode(&record)
        let bytes = record.bytes
        record.removeAll()
        try digest.update(bytes.span)
    }

    consuming func finish() throws -> [UInt8] { try digest.finalize() }
}

extension Snapshot {
    fileprivate func addItems(of exhibit: ExhibitID, to digest: inout FindingsDigest) async throws {
        let sql = """
            SELECT \(ItemRecord.columns) FROM \(ItemRecord.tables) WHERE items.exhibit_id = $1
            ORDER BY items.volume, items.ordinal
            """
        try await stream(sql, [.int32(exhibit.number)], ItemRecord.init(reading:)) { items in
            for item in items { try digest.take { $0.add(item) } }
        }
    }

    fileprivate func addHits(of exhibit: ExhibitID, to digest: inout FindingsDigest) async throws {
        let sql = """
            SELECT volume, ordinal, hash_set, algorithm::text, entry, category FROM hits WHERE exhibit_id = $1
            ORDER BY volume, ordinal, hash_set, algorithm, entry
            """
        try await stream(sql, [.int32(exhibit.number)], PlacedHit.init(reading:)) { hits in
            for placed in hits { try digest.take { $0.add(placed.hit, volume: placed.volume) } }
        }
    }

    fileprivate func addFailures(of exhibit: ExhibitID, to digest: inout FindingsDigest) async throws {
        let sql = """
            SELECT \(FailureRecord.columns) FROM \(FailureRecord.tables) WHERE failures.exhibit_id = $1
            \(FailureRecord.orderClause)
            """
        try await stream(sql, [.int32(exhibit.number)], FailureRecord.init(reading:)) { records in
            for record in records { try digest.take { $0.add(record.failure) } }
        }
    }
}

/// A hit with its volume.
private struct PlacedHit {
    let volume: Int32
    let hit: Hit

    init(reading row: inout Row) throws(StoreError) {
        volume = try row.next()
        let (ordinal, set): (Int64, [UInt8]) = (try row.next(), try row.next())
        let algorithm = DigestAlgorithm(rawValue: try row.next()) ?? .sha256
        hit = Hit(
            ordinal: ordinal, hashSet: set, algorithm: algorithm, entry: try row.next(), category: try row.next())
    }
}
