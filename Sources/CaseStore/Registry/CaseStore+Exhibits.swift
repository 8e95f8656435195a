internal import Findings
public import Shards

extension CaseStore {
    /// Registers an exhibit and puts its survey in the queue. One that is registered already, with the same files, is
    /// found and left as it is: an examination that was interrupted goes on.
    /// - Throws: `conflict` when the case is closed, or the reference is taken by another image.
    /// - Returns: the exhibit's number, and whether it is new.
    public func addExhibit(
        _ registration: ExhibitRegistration, to caseReference: String, survey: PlannedShard
    ) async throws(StoreError) -> (id: ExhibitID, isNew: Bool) {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                let caseID = try connection.openCaseID(caseReference)
                if let added = try connection.insert(registration, into: caseID) {
                    try connection.plan([survey], of: added)
                    return (added, true)
                }
                let existing = try connection.exhibit(registration.reference, of: caseReference)
                guard existing.files == registration.files else {
                    throw StoreError(
                        .conflict,
                        cause: "exhibit \(registration.reference) of case \(caseReference) is another image: "
                            + existing.path)
                }
                return (existing.id, false)
            }
        }
    }

    /// The exhibits of a case, by reference; those of all cases where none is named.
    public func exhibits(of caseReference: String? = nil) async throws(StoreError) -> [ExhibitRecord] {
        try await pool.perform { connection throws(StoreError) in
            if let caseReference { _ = try connection.caseID(caseReference) }
            return try connection.execute(
                ExhibitRecord.sql + """
                     WHERE $1 IS NULL OR cases.reference = $1
                    ORDER BY cases.reference COLLATE "C", exhibits.reference COLLATE "C"
                    """, [.text(caseReference)]
            ).map { row throws(StoreError) in try ExhibitRecord(reading: &row) }
        }
    }

    /// The exhibit with a number, as a grant names it.
    public func exhibit(_ id: ExhibitID) async throws(StoreError) -> ExhibitRecord {
        try await pool.perform { connection throws(StoreError) in
            try connection.exhibit(id)
        }
    }

    /// The exhibit with a reference.
    public func exhibit(_ reference: String, of caseReference: String) async throws(StoreError) -> ExhibitRecord {
        try await pool.perform { connection throws(StoreError) in
            try connection.exhibit(reference, of: caseReference)
        }
    }

    /// Notes the exhibits of which every shard has ended.
    /// - Returns: those that were not noted before.
    public func finishExhibits() async throws(StoreError) -> [ExhibitID] {
        try await pool.perform { connection throws(StoreError) in
            let ended = "FROM exhibits WHERE \(Self.hasEnded)"
            guard try connection.execute("SELECT \(ended) LIMIT 1").first != nil else { return [] }
            try connection.countNewKeys()
            return try connection.execute(
                "UPDATE exhibits SET state = 'done', finished_at = clock_timestamp() WHERE \(Self.hasEnded) RETURNING exhibit_id"
            ).map { row throws(StoreError) in ExhibitID(try row.next()) }
        }
    }

    private static let hasEnded = """
        state = 'examining' AND NOT EXISTS (SELECT FROM shards WHERE shards.exhibit_id = exhibits.exhibit_id
            AND shards.state IN ('ready', 'leased'))
        """

    /// Forgets all findings and shards of an exhibit and puts its survey in the queue again. Leases that are still
    /// held find nothing to land on.
    /// - Parameter registration: by what it is examined from now on: its path, options and requested digests.
    public func reopen(
        _ exhibit: ExhibitID, as registration: ExhibitRegistration, survey: PlannedShard
    ) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                // What is just being landed is waited for; then it may plan no more, and what it has planned goes too.
                try connection.execute(
                    "SELECT FROM shards WHERE exhibit_id = $1 ORDER BY shard_id FOR UPDATE", [.int32(exhibit.number)])
                try connection.lockShards(of: exhibit)
                for table in ["shards"] + Self.findingTables + ["methods"] {
                    try connection.execute("DELETE FROM \(table) WHERE exhibit_id = $1", [.int32(exhibit.number)])
                }
                try connection.execute(
                    """
                    UPDATE exhibits SET state = 'registered', started_at = NULL, granted_at = NULL,
                        progressed_at = NULL, finished_at = NULL, format = NULL, byte_count = NULL, sector_size = NULL,
                        stored_digests = NULL, acquisition = NULL, path = $2, options = $3, requested_digests = $4
                    WHERE exhibit_id = $1
                    """, [.int32(exhibit.number)] + (try registration.changeable))
                try connection.plan([survey], of: exhibit)
            }
        }
    }

    static let findingTables = [
        "volumes", "items", "further_paths", "contents", "hits", "failures", "extents", "verifications",
    ]
}

extension ExhibitRegistration {
    /// What another examination of the same files may change: `path`, `options` and `requested_digests`.
    fileprivate var changeable: [Parameter] {
        get throws(StoreError) {
            let digests = requestedDigests.map(StoredDigestRecord.init)
            return [.text(path), .json(try StoredJSON.encode(options)), .json(try StoredJSON.encode(digests))]
        }
    }
}

extension Connection {
    fileprivate borrowing func insert(
        _ registration: ExhibitRegistration, into caseID: CaseID
    ) throws(StoreError) -> ExhibitID? {
        let added = try execute(
            """
            INSERT INTO exhibits (case_id, reference, files, path, options, requested_digests)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (case_id, reference) DO NOTHING RETURNING exhibit_id
            """,
            [
                .int32(caseID.number), .text(registration.reference), .json(try StoredJSON.encode(registration.files)),
            ] + (try registration.changeable))
        guard var row = added.first else { return nil }
        return ExhibitID(try row.next())
    }

    borrowing func exhibit(_ id: ExhibitID) throws(StoreError) -> ExhibitRecord {
        let rows = try execute(ExhibitRecord.sql + " WHERE exhibit_id = $1", [.int32(id.number)])
        guard var row = rows.first else {
            throw StoreError(.notFound, cause: "the store holds no exhibit \(id.number)")
        }
        return try ExhibitRecord(reading: &row)
    }

    /// What the survey said of an exhibit's image.
    borrowing func image(of exhibit: ExhibitID) throws(StoreError) -> ImageDescription {
        guard let image = try self.exhibit(exhibit).image else {
            throw StoreError(.notFound, cause: "exhibit \(exhibit.number) has not been surveyed")
        }
        return image
    }

    borrowing func exhibit(_ reference: String, of caseReference: String) throws(StoreError) -> ExhibitRecord {
        let rows = try execute(
            ExhibitRecord.sql + " WHERE cases.reference = $1 AND exhibits.reference = $2",
            [.text(caseReference), .text(reference)])
        guard var row = rows.first else {
            _ = try caseID(caseReference)
            throw StoreError(.notFound, cause: "case \(caseReference) has no exhibit \(reference)")
        }
        return try ExhibitRecord(reading: &row)
    }
}

extension Connection {
    /// Tells the planner of the rows of a new exhibit. It takes an exhibit that its statistics do not know for one
    /// without rows, and then reads all contents anew for each item: 20 s in the place of 50 ms for 15,000 items.
    fileprivate borrowing func countNewKeys() throws(StoreError) {
        let keys = "(exhibit_id, volume, ordinal)"
        try execute("ANALYZE items \(keys), contents \(keys), hits \(keys), further_paths \(keys), failures, extents")
    }
}
