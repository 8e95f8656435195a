internal import Findings

extension CaseStore {
    /// Lists items, batch by batch, all as of one moment.
    /// - Parameter body: takes up to a thousand items at a time; the next are fetched when it returns.
    /// - Throws: `notFound` for a case or an exhibit that the store does not hold; whatever `body` throws.
    public func items(_ filter: ItemFilter, _ body: ([ItemRecord]) async throws -> Void) async throws {
        var query = Query()
        query.restrict(to: try await exhibitNumbers(of: filter.caseReference, exhibit: filter.exhibit), table: "items")
        filter.restrict(&query)
        filter.restrictByHits(&query)
        let sql = """
            SELECT \(ItemRecord.columns) FROM \(ItemRecord.tables) \(query.whereClause) \(filter.orderClause)
            \(query.limitClause(filter.limit))
            """
        try await pool.stream(sql, query.parameters, ItemRecord.init(reading:), body: body)
    }

    /// The items that an identifier or a path means within a case: several where several exhibits have it.
    /// - Parameter name: `v0/1234-128-1`, with `:stream` for an alternate stream; or a whole path, which means a stream
    ///   where `:stream` follows it, or where there is nothing but streams.
    public func findItems(
        _ name: String, of caseReference: String?, exhibit: String? = nil
    ) async throws(StoreError) -> [ItemRecord] {
        var query = Query()
        query.restrict(to: try await exhibitNumbers(of: caseReference, exhibit: exhibit), table: "items")
        if let identifier = ItemIdentifier(name) {
            query.require("items.volume", "=", .int32(identifier.volume))
            query.require("items.address", "=", .text(identifier.address))
            query.require("items.stream IS NOT DISTINCT FROM \(query.bind(.bytes(identifier.stream)))")
        } else {
            let path = query.bind(.bytes(Array(name.utf8)))
            query.require(ItemFilter.hasName { "(\($0)) = \(path)" })
        }
        let sql = """
            SELECT \(ItemRecord.columns) FROM \(ItemRecord.tables) \(query.whereClause)
            \(ItemFilter().orderClause) LIMIT \(Snapshot.batchLimit)
            """
        let parameters = query.parameters
        let found = try await pool.perform { connection throws(StoreError) in
            try connection.execute(sql, parameters).map(ItemRecord.init(reading:))
        }
        // A stream whose path alone was given gives way to the main stream.
        let main = found.filter { $0.item.stream == nil }
        return main.isEmpty ? found : main
    }

    /// The numbers of the exhibits that a listing is about; nil for all there are.
    func exhibitNumbers(of caseReference: String?, exhibit: String?) async throws(StoreError) -> [Int32]? {
        guard caseReference != nil || exhibit != nil else { return nil }
        let exhibits = try await exhibits(of: caseReference)
        guard let exhibit else { return exhibits.map(\.id.number) }
        let named = exhibits.filter { $0.reference == exhibit }
        guard !named.isEmpty else {
            throw StoreError(
                .notFound, cause: "\(caseReference.map { "case \($0)" } ?? "the store") has no exhibit \(exhibit)")
        }
        return named.map(\.id.number)
    }
}

extension Query {
    /// Restricts a table to exhibits; one of them is named alone, so that its index gives its order.
    mutating func restrict(to exhibits: [Int32]?, table: String) {
        guard let exhibits else { return }
        if exhibits.count == 1, let only = exhibits.first {
            require("\(table).exhibit_id", "=", .int32(only))
        } else {
            require("\(table).exhibit_id = ANY (\(bind(.int32s(exhibits))))")
        }
    }
}
