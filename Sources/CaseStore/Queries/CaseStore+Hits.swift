extension CaseStore {
    /// Lists hits, batch by batch, all as of one moment.
    /// - Returns: that moment: with it as `after`, the next listing has what has landed since, and nothing twice.
    public func hits(
        _ filter: HitFilter, _ body: ([HitRecord]) async throws -> Void
    ) async throws -> StoreMoment {
        let items = filter.items
        let exhibits = try await exhibitNumbers(of: items.caseReference, exhibit: items.exhibit)
        var isUntouched = true
        return try await pool.snapshot(while: { isUntouched }) { snapshot in
            let moment = try await snapshot.read { connection throws(StoreError) in try connection.moment() }
            var query = Query()
            query.restrict(to: exhibits, table: "hits")
            items.restrict(&query)
            for condition in items.hitConditions(&query) { query.require(condition) }
            if let after = filter.after { query.require(landedAfter: after, by: moment) }
            let sql = """
                SELECT \(HitRecord.columns) FROM \(HitRecord.tables) \(query.whereClause) \(filter.orderClause)
                \(query.limitClause(items.limit))
                """
            try await snapshot.stream(sql, query.parameters, HitRecord.init(reading:)) { hits in
                isUntouched = false
                try await body(hits)
            }
            return moment
        }
    }
}

extension Connection {
    /// What has been committed by now.
    fileprivate borrowing func moment() throws(StoreError) -> StoreMoment {
        guard var row = try execute("SELECT pg_current_snapshot()::text").first else {
            throw StoreError(.other, cause: "the server tells no snapshot")
        }
        return StoreMoment(snapshot: try row.next())
    }
}

extension Query {
    /// Requires hits of transactions that the one moment has not seen and the other has. In a database that was restored
    /// from a dump, the numbers of the old one's transactions lie ahead: their hits are none that have just landed.
    fileprivate mutating func require(landedAfter seen: StoreMoment, by now: StoreMoment) {
        let (seen, now) = (bind(.text(seen.snapshot)), bind(.text(now.snapshot)))
        require("hits.landing >= pg_snapshot_xmin(\(seen)::pg_snapshot)::text::bigint")
        require("NOT pg_visible_in_snapshot(hits.landing::text::xid8, \(seen)::pg_snapshot)")
        require("pg_visible_in_snapshot(hits.landing::text::xid8, \(now)::pg_snapshot)")
    }
}
