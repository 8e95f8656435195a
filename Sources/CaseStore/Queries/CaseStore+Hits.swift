extension CaseStore {
    /// Lists hits, the most serious category first, batch by batch, all as of one moment.
    /// - Returns: that moment: with it as `after`, the next listing has what has landed since, and nothing twice.
    public func hits(
        _ filter: HitFilter, _ body: ([HitRecord]) async throws -> Void
    ) async throws -> StoreMoment {
        let exhibits = try await exhibitNumbers(of: filter.caseReference, exhibit: filter.exhibit)
        let moment = try await moment()
        var query = Query()
        query.restrict(to: exhibits, table: "hits")
        query.require("hits.category", "=", .text(filter.category))
        query.require("hits.hash_set", "=", .bytes(filter.hashSet))
        query.require(
            "pg_visible_in_snapshot(hits.landing::text::xid8, \(query.bind(.text(moment.snapshot)))::pg_snapshot)")
        if let after = filter.after {
            let seen = query.bind(.text(after.snapshot))
            query.require("hits.landing >= pg_snapshot_xmin(\(seen)::pg_snapshot)::text::bigint")
            query.require("NOT pg_visible_in_snapshot(hits.landing::text::xid8, \(seen)::pg_snapshot)")
        }
        let sql = """
            SELECT \(HitRecord.columns) FROM \(HitRecord.tables) \(query.whereClause) \(HitRecord.orderClause)
            \(query.limitClause(filter.limit))
            """
        try await pool.stream(sql, query.parameters, HitRecord.init(reading:), body: body)
        return moment
    }

    /// What has been committed by now.
    public func moment() async throws(StoreError) -> StoreMoment {
        try await pool.perform { connection throws(StoreError) in
            guard var row = try connection.execute("SELECT pg_current_snapshot()::text").first else {
                throw StoreError(.other, cause: "the server tells no snapshot")
            }
            return StoreMoment(snapshot: try row.next())
        }
    }
}
