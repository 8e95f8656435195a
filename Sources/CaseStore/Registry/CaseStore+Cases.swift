internal import Findings
public import struct Foundation.Date

/// One investigation as the store holds it.
public struct CaseRecord: Hashable, Sendable {
    public let id: CaseID
    public let reference: String
    public let isOpen: Bool
    public let createdAt: Date
    public let exhibitCount: Int64
    public let terms: CaseTerms
    /// The newest review; nil where nobody has looked at the case.
    public let lastReview: CaseReview?
    public let reviewCount: Int64
    public var title: String? { terms.title }
}

extension CaseStore {
    /// Makes a case, or finds the one that has the reference already and leaves it as it is.
    /// - Throws: `conflict` for a high risk without a reason.
    /// - Returns: the case's number, and whether it is new.
    public func createCase(
        _ reference: String, title: String? = nil, _ change: CaseChange = CaseChange()
    ) async throws(StoreError) -> (id: CaseID, isNew: Bool) {
        var terms = try change.applied(to: CaseTerms())
        terms.title = title ?? terms.title
        return try await pool.perform { [terms] connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                let added = try connection.execute(
                    "INSERT INTO cases (reference) VALUES ($1) ON CONFLICT (reference) DO NOTHING RETURNING case_id",
                    [.text(reference)])
                guard var row = added.first else { return (try connection.caseID(reference), false) }
                let id = CaseID(try row.next())
                try connection.save(terms, of: id)
                return (id, true)
            }
        }
    }

    /// Changes a case's terms. A new grade of risk counts at once, also for shards that wait.
    /// - Throws: `notFound`; `conflict` for what `CaseChange.applied` refuses.
    /// - Returns: the terms before and after.
    public func update(
        _ reference: String, _ change: CaseChange
    ) async throws(StoreError) -> (old: CaseTerms, new: CaseTerms) {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                let id = try connection.caseID(reference)
                let old = try connection.lockTerms(of: id)
                let new = try change.applied(to: old)
                if new != old { try connection.save(new, of: id) }
                return (old, new)
            }
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

    /// - Throws: `notFound`; `conflict` for a closed case, with what opens it again.
    public func checkIsOpen(_ reference: String) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in _ = try connection.openCaseID(reference) }
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
        SELECT case_id, reference, state = 'open', created_at,
            (SELECT count(*) FROM exhibits WHERE exhibits.case_id = cases.case_id), \(CaseTerms.columns),
            last.reviewed_at, last.reviewer, last.decision,
            (SELECT count(*) FROM case_reviews WHERE case_reviews.case_id = cases.case_id)
        FROM cases LEFT JOIN LATERAL (
            SELECT reviewed_at, reviewer, decision FROM case_reviews WHERE case_reviews.case_id = cases.case_id
            ORDER BY reviewed_at DESC LIMIT 1
        ) AS last ON true
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
                cause: "case \(reference) is closed; to open it again, run: "
                    + "`caseload case close \(ShellWord.quoted(reference)) --reopen`")
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
        isOpen = try row.next()
        createdAt = try row.next()
        exhibitCount = try row.next()
        terms = try CaseTerms(reading: &row)
        let (at, reviewer, decision): (Date?, String?, String?) = (try row.next(), try row.next(), try row.next())
        if let at, let reviewer, let decision {
            lastReview = CaseReview(reviewedAt: at, reviewer: reviewer, decision: decision)
        } else {
            lastReview = nil
        }
        reviewCount = try row.next()
    }
}
