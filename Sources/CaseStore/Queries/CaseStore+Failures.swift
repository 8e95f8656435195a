public import Findings

extension CaseStore {
    /// Lists the failures of a case's exhibits, batch by batch, from the whole to its parts.
    public func failures(
        of caseReference: String?, exhibit: String? = nil, reasons: Set<Failure.Reason> = [],
        scopes: Set<Failure.Scope> = [], limit: Int64? = nil, _ body: ([FailureRecord]) async throws -> Void
    ) async throws {
        var query = Query()
        query.restrict(to: try await exhibitNumbers(of: caseReference, exhibit: exhibit), table: "failures")
        if !reasons.isEmpty { query.require("failures.reason", "= ANY", reasons.map(\.rawValue)) }
        if !scopes.isEmpty { query.require("failures.scope", "= ANY", scopes.map(\.rawValue)) }
        let sql = """
            SELECT \(FailureRecord.columns) FROM \(FailureRecord.tables) \(query.whereClause)
            \(FailureRecord.orderClause) \(query.limitClause(limit))
            """
        try await pool.stream(sql, query.parameters, FailureRecord.init(reading:), body: body)
    }
}
