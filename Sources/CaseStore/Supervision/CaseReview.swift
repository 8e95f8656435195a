public import struct Foundation.Date

/// That somebody has looked at a case, and what was decided.
public struct CaseReview: Hashable, Sendable {
    public let reviewedAt: Date
    public let reviewer: String
    public let decision: String
}

extension CaseStore {
    /// Records that somebody has looked at a case.
    public func review(_ reference: String, by reviewer: String, decision: String) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            let id = try connection.caseID(reference)
            try connection.execute(
                "INSERT INTO case_reviews (case_id, reviewer, decision) VALUES ($1, $2, $3)",
                [.int32(id.number), .text(reviewer), .text(decision)])
            return
        }
    }

    /// The reviews of a case, the newest first.
    public func reviews(of reference: String) async throws(StoreError) -> [CaseReview] {
        try await pool.perform { connection throws(StoreError) in
            let id = try connection.caseID(reference)
            return try connection.execute(
                """
                SELECT reviewed_at, reviewer, decision FROM case_reviews WHERE case_id = $1 ORDER BY reviewed_at DESC
                """, [.int32(id.number)]
            ).map { row throws(StoreError) in
                CaseReview(reviewedAt: try row.next(), reviewer: try row.next(), decision: try row.next())
            }
        }
    }
}
