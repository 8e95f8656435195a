internal import Findings

/// COPY of a batch of findings into their tables, within the caller's transaction.
extension Connection {
    /// Writes everything that `findings` holds.
    borrowing func write(_ findings: ShardFindings, of exhibit: ExhibitID) throws(StoreError) -> LandedCounts {
        if let image = findings.image { try describe(image, of: exhibit) }
        let volume = findings.volume
        try copy(findings.volumes, into: Volume.table, of: exhibit, volume)
        try copy(findings.items, into: Item.table, of: exhibit, volume)
        try copy(findings.furtherPaths, into: FurtherPath.table, of: exhibit, volume)
        try copy(findings.contents, into: Content.table, of: exhibit, volume)
        try copy(findings.extents, into: Extent.table, of: exhibit, volume)
        try copy(findings.failures, into: Failure.table, of: exhibit, volume)
        try copy(findings.verifications, into: Verification.table, of: exhibit, volume)
        if !findings.hits.isEmpty {
            try copy(findings.hits, into: Hit.table(landing: try landingNumber()), of: exhibit, volume)
        }
        return LandedCounts(
            items: Int64(findings.items.count), contents: Int64(findings.contents.count),
            hits: Int64(findings.hits.count), failures: Int64(findings.failures.count))
    }

    private borrowing func copy<Finding>(
        _ findings: [Finding], into table: FindingTable<Finding>, of exhibit: ExhibitID, _ volume: Int32?
    ) throws(StoreError) {
        guard !findings.isEmpty else { return }
        guard volume != nil || !table.needsVolume else {
            throw StoreError(.conflict, cause: "findings for \(table.name) name no volume")
        }
        let columns = (["exhibit_id"] + table.columns).joined(separator: ", ")
        let count = Int16(clamping: table.columns.count + 1)
        try copy(into: "\(table.name) (\(columns))") { rows, flush throws(StoreError) in
            for finding in findings {
                rows.beginRow(columns: count)
                rows.append(exhibit.number)
                table.encode(finding, volume, &rows)
                try flush(&rows)
            }
        }
    }

    /// The number of the transaction that lands hits, so that a listing can ask for what it has not seen.
    private borrowing func landingNumber() throws(StoreError) -> Int64 {
        guard var row = try execute("SELECT pg_current_xact_id()::text::bigint").first else { return 0 }
        return try row.next()
    }

    private borrowing func describe(_ image: ImageDescription, of exhibit: ExhibitID) throws(StoreError) {
        try execute(
            """
            UPDATE exhibits SET format = $2, byte_count = $3, sector_size = $4, stored_digests = $5, acquisition = $6
            WHERE exhibit_id = $1
            """,
            [
                .int32(exhibit.number), .text(image.format), .int64(image.byteCount), .int32(image.sectorSize),
                .json(try StoredJSON.encode(image.storedDigests.map(StoredDigestRecord.init))),
                .json(try StoredJSON.encode(image.acquisition)),
            ])
    }
}
