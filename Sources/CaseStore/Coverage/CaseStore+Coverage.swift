internal import Findings

extension CaseStore {
    /// Adds up what the bytes of an exhibit are. The server sorts the claims, this process only passes along them:
    /// memory stays the same however large the image is.
    /// - Throws: `notFound` while the survey has not landed.
    public func coverage(of exhibit: ExhibitID) async throws -> Coverage {
        try await pool.snapshot { snapshot in try await snapshot.coverage(of: exhibit) }
    }
}

extension Snapshot {
    func coverage(of exhibit: ExhibitID) async throws -> Coverage {
        let size = try await read { connection throws(StoreError) in
            let found = try connection.execute(
                "SELECT byte_count FROM exhibits WHERE exhibit_id = $1", [.int32(exhibit.number)])
            guard var row = found.first, let size: Int64 = try row.next() else {
                throw StoreError(.notFound, cause: "exhibit \(exhibit.number) has not been surveyed")
            }
            return size
        }
        var sweep = CoverageSweep(byteCount: size)
        let parameters: [Parameter] = [
            .int32(exhibit.number), .int64(size), .texts(Failure.Reason.names(.unreadable)),
            .texts(Failure.Reason.names(.failed)),
        ]
        try await stream(Self.claimsSQL, parameters, CoverageSweep.Claim.init(reading:)) { claims in
            for claim in claims { sweep.take(claim) }
        }
        return sweep.finish()
    }

    /// Every claim on the device in the order in which they begin. Layers are numbered: a class by its rank, that of an
    /// item's content 10 higher, a volume's -1.
    private static let claimsSQL = """
        SELECT start, byte_count, layer FROM (
            SELECT unnest(runs[:cardinality(runs) / 2]), unnest(runs[cardinality(runs) / 2 + 1:]),
                CASE WHEN contents.state IN ('examined', 'partial')
                    THEN \(10 + CoverageClass.content.rank) ELSE \(10 + CoverageClass.failed.rank) END
            FROM items LEFT JOIN contents USING (exhibit_id, volume, ordinal) WHERE exhibit_id = $1
            UNION ALL
            SELECT unnest(slack[:cardinality(slack) / 2]), unnest(slack[cardinality(slack) / 2 + 1:]),
                \(CoverageClass.slack.rank)
            FROM items WHERE exhibit_id = $1
            UNION ALL
            SELECT start, byte_count, array_position(enum_range(class), class) - 1 FROM extents WHERE exhibit_id = $1
            UNION ALL
            SELECT start, byte_count, -1 FROM volumes WHERE exhibit_id = $1
            UNION ALL
            SELECT start, byte_count, CASE WHEN reason = ANY ($3) OR reason = '\(Failure.Reason.unsupportedCompression.rawValue)'
                    AND (scope IN ('image', 'range') OR stage = 'content')
                THEN \(CoverageClass.unreadable.rank) ELSE \(CoverageClass.failed.rank) END
            FROM failures WHERE exhibit_id = $1 AND (reason = ANY ($3) OR reason = ANY ($4))
        ) AS claims (start, byte_count, layer)
        WHERE start >= 0 AND start < $2 AND byte_count > 0 ORDER BY start
        """
}

extension CoverageSweep.Claim {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        range = ByteRange(offset: try row.next(), byteCount: try row.next())
        let number: Int32 = try row.next()
        let classes = CoverageClass.allCases
        switch number {
        case 0..<Int32(classes.count): layer = .claim(classes[Int(number)])
        case 10..<10 + Int32(classes.count): layer = .item(classes[Int(number) - 10])
        default: layer = .volume
        }
    }
}

extension Failure.Reason {
    fileprivate static func names(_ coverage: CoverageClass) -> [String] {
        allCases.filter { $0.coverage == coverage }.map(\.rawValue)
    }
}
