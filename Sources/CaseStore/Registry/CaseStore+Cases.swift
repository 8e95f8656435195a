public import struct Foundation.Date

/// One investigation as the store holds it.
public struct CaseRecord: Hashable, Sendable {
    public let id: CaseID
    public let reference: String
    public let title: String?
    public let isOpen: Bool
    public let createdAt: Date
    public let exhibitCount: Int64
}

extension CaseStore {
    /// Makes a case, or finds the one that has the reference already.
    /// - Returns: the case's number, and whether it is new.
    public func createCase(
        _ reference: String, title: String? = nil
    ) async throws(StoreError) -> (id: CaseID, isNew: Bool) {
        try await pool.perform { connection throws(StoreError) in
            let added = try connection.execute(
                """
                INSERT INTO cases (reference, title) VALUES ($1, $2) ON CONFLICT (reference) DO NOTHING RETURNING case_id
                """, [.text(reference), .text(title)])
            if var row = added.first { return (CaseID(try row.next()), true) }
            return (try connection.caseID(reference), false)
        }
    }

    /// All cases, by reference.
    public func cases() async throws(StoreError) -> [CaseRecord] {
        try await pool.perform { connection throws(StoreError) in
            try connection.execute(Self.casesSQL + " ORDER BY reference COLLATE \"C\"")
                .map { row throws(StoreError) in try CaseRecord(reading: &row) }
        }
    }

    /// The case with a reference.
    /// - Throws: `notFound`.
    public func findCase(_ reference: String) async throws(StoreError) -> CaseRecord {
        try await pool.perform { connection throws(StoreError) in
            let id = try connection.caseID(reference)
            guard var row = try connection.execute(Self.casesSQL + " WHERE case_id = $1", [.int32(id.number)]).first
            else { throw StoreError(.notFound, cause: "the store holds no case \(reference)") }
            return try CaseRecord(reading: &row)
        }
    }

    /// Closes a case, or opens it again. Its findings stay; while it is closed, no exhibit is added or examined.
    public func setCase(_ reference: String, open: Bool) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            let id = try connection.caseID(reference)
            try connection.execute(
                "UPDATE cases SET state = $2 WHERE case_id = $1", [.int32(id.number), .text(open ? "open" : "closed")])
            return
        }
    }

    private static let casesSQL = """
        SELECT case_id, reference, title, state = 'open', created_at,
            (SELECT count(*) FROM exhibits WHERE exhibits.case_id = cases.case_id) FROM cases
        """
}

extension Connection {
    /// The number of a case that is to change: its row stays locked until the transaction ends.
    borrowing func openCaseID(_ reference: String) throws(StoreError) -> CaseID {
        let id = try caseID(reference)
        let rows = try execute(
            "SELECT FROM cases WHERE case_id = $1 AND state = 'open' FOR SHARE", [.int32(id.number)])
        guard rows.first != nil else {
            throw StoreError(
                .conflict,
                cause: "case \(reference) is closed; to open it again, run: caseload case close --reopen")
        }
        return id
    }

    borrowing func caseID(_ reference: String) throws(StoreError) -> CaseID {
        guard var row = try execute("SELECT case_id FROM cases WHERE reference = $1", [.text(reference)]).first else {
            throw StoreError(.notFound, cause: "the store holds no case \(reference)")
        }
        return CaseID(try row.next())
    }
}

extension CaseRecord {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        id = CaseID(try row.next())
        reference = try row.next()
        title = try row.next()
        isOpen = try row.next()
        createdAt = try row.next()
        exhibitCount = try row.next()
    }
}
