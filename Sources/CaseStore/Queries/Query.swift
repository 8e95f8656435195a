/// A SELECT in the making: conditions with their parameters bound, never written into the text.
struct Query {
    private(set) var parameters: [Parameter] = []
    private var conditions: [String] = []

    /// Binds a value.
    /// - Returns: its placeholder, `$1`, `$2`, …
    mutating func bind(_ parameter: Parameter) -> String {
        parameters.append(parameter)
        return "$\(parameters.count)"
    }

    mutating func require(_ condition: String) { conditions.append("(\(condition))") }

    /// Requires that a column stands in a relation to a value, where there is one.
    mutating func require(_ column: String, _ relation: String, _ parameter: Parameter) {
        guard parameter.bytes != nil else { return }
        require("\(column) \(relation) \(bind(parameter))")
    }

    /// Requires that a column is one of some texts.
    mutating func require(_ column: String, _ relation: String, _ values: [String]) {
        require("\(column) \(relation) (\(bind(.texts(values.sorted()))))")
    }

    var whereClause: String { conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ") }

    mutating func limitClause(_ limit: Int64?) -> String {
        limit.map { "LIMIT \(bind(.int64($0)))" } ?? ""
    }
}
