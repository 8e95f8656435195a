internal import Findings

extension ItemFilter {
    /// Adds all conditions to a query of `items` and `contents`.
    func restrict(_ query: inout Query) {
        query.require("items.volume", "=", .int32(volume))
        query.require("items.byte_count", ">=", .int64(minimumByteCount))
        query.require("items.byte_count", "<=", .int64(maximumByteCount))
        query.require("items.is_allocated", "=", .bool(isAllocated))
        query.require("items.is_overwritten", "=", .bool(isOverwritten))
        for (column, range) in times {
            query.require("items.\(column)", ">=", .time(range.from))
            query.require("items.\(column)", "<", .time(range.before))
        }
        if !kinds.isEmpty { query.require("items.kind::text", "= ANY", kinds.map(\.rawValue)) }
        if !states.isEmpty { query.require("contents.state::text", "= ANY", states.map(\.rawValue)) }
        if !typePrefixes.isEmpty {
            query.require(
                typePrefixes.map { "starts_with(contents.type, \(query.bind(.text($0))))" }.joined(separator: " OR "))
        }
        if let path { restrict(&query, to: path) }
        if let digest { restrict(&query, toDigest: digest) }
    }

    /// Adds the conditions on the hits of an item.
    func restrictByHits(_ query: inout Query) {
        let conditions = hitConditions(&query)
        if isKnown == true || !conditions.isEmpty {
            let sought = ([Self.sameItem("hits")] + conditions).joined(separator: " AND ")
            query.require("EXISTS (SELECT FROM hits WHERE \(sought))")
        }
        if isKnown == false { query.require("NOT EXISTS (SELECT FROM hits WHERE \(Self.sameItem("hits")))") }
    }

    /// What a hit must be for its item to be let through.
    func hitConditions(_ query: inout Query) -> [String] {
        var conditions: [String] = []
        if !categories.isEmpty { conditions.append("hits.category = ANY (\(query.bind(.texts(categories.sorted()))))") }
        if !hashSets.isEmpty {
            let names = hashSets.sorted { $0.lexicographicallyPrecedes($1) }
            conditions.append("hits.hash_set = ANY (\(query.bind(.byteStrings(names))))")
        }
        return conditions
    }

    var orderClause: String {
        let walk = "items.exhibit_id, items.volume, items.ordinal"
        switch order {
        case .walk: return "ORDER BY \(walk)"
        case .path: return "ORDER BY items.path, \(walk)"
        case .size: return "ORDER BY items.byte_count DESC NULLS LAST, \(walk)"
        case .created, .modified, .accessed, .changed: return "ORDER BY items.\(order) DESC NULLS LAST, \(walk)"
        }
    }

    private var times: [(column: String, range: TimeRange)] {
        [("created", created), ("modified", modified), ("accessed", accessed), ("changed", changed)]
    }

    private func restrict(_ query: inout Query, to path: PathPattern) {
        let relation = "\(path.ignoresCase ? "~*" : "~") \(query.bind(.text(path.regularExpression)))"
        query.require(Self.hasName { "encode(\($0), 'escape') \(relation)" })
    }

    private func restrict(_ query: inout Query, toDigest digest: [UInt8]) {
        guard let algorithm = DigestAlgorithm.allCases.first(where: { $0.byteCount == digest.count }) else {
            return query.require("false")
        }
        query.require("contents.\(algorithm.rawValue)", "=", .bytes(digest))
    }

    /// Whether one of an item's names is as `condition` wants it: each of its paths and, for a stream, each with a colon
    /// and the stream's name behind it.
    static func hasName(_ condition: (String) -> String) -> String {
        func isSought(_ path: String) -> String {
            "(\(condition(path)) OR items.stream IS NOT NULL AND \(condition("\(path) || ':'::bytea || items.stream")))"
        }
        let furtherPath = "\(sameItem("further_paths")) AND \(isSought("further_paths.path"))"
        return "\(isSought("items.path")) OR EXISTS (SELECT FROM further_paths WHERE \(furtherPath))"
    }

    static func sameItem(_ table: String) -> String {
        """
        \(table).exhibit_id = items.exhibit_id AND \(table).volume = items.volume AND \(table).ordinal = items.ordinal
        """
    }
}
