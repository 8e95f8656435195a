internal import Findings

extension ItemFilter {
    /// Adds the conditions on `items` and `contents`.
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
        if let typePrefix { query.require("starts_with(contents.type, \(query.bind(.text(typePrefix))))") }
        if let path { restrict(&query, to: path) }
        if let digest { restrict(&query, toDigest: digest) }
        if let category {
            query.require(
                """
                EXISTS (SELECT FROM hits WHERE \(Self.sameItem("hits")) AND hits.category = \(query.bind(.text(category))))
                """)
        }
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
        let pattern = query.bind(.text(path.regularExpression))
        let relation = path.ignoresCase ? "~*" : "~"
        query.require(
            """
            encode(items.path, 'escape') \(relation) \(pattern) OR EXISTS (SELECT FROM further_paths WHERE
                \(Self.sameItem("further_paths")) AND encode(further_paths.path, 'escape') \(relation) \(pattern))
            """)
    }

    private func restrict(_ query: inout Query, toDigest digest: [UInt8]) {
        guard let algorithm = DigestAlgorithm.allCases.first(where: { $0.byteCount == digest.count }) else {
            return query.require("false")
        }
        query.require("contents.\(algorithm.rawValue)", "=", .bytes(digest))
    }

    static func sameItem(_ table: String) -> String {
        """
        \(table).exhibit_id = items.exhibit_id AND \(table).volume = items.volume AND \(table).ordinal = items.ordinal
        """
    }
}

extension Query {
    fileprivate mutating func require(_ column: String, _ relation: String, _ values: [String]) {
        require("\(column) \(relation) (\(bind(.texts(values.sorted()))))")
    }
}
