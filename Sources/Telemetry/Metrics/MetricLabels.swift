/// What tells the members of a metric's family apart: names and values, in the order of the names.
struct MetricLabels: Hashable, Comparable {
    private let pairs: [[String]]

    init(_ labels: [(String, String)]) {
        precondition(labels.allSatisfy { Self.isName($0.0) && $0.0 != "le" }, "no names of labels: \(labels)")
        pairs = labels.sorted { $0.0 < $1.0 }.map { [$0.0, $0.1] }
    }

    /// `{kind="walk",le="0.5"}`; nothing where there is none.
    func text(bound: String? = nil) -> String {
        let all = pairs + (bound.map { [["le", $0]] } ?? [])
        guard !all.isEmpty else { return "" }
        return "{" + all.map { "\($0[0])=\"\(Self.escaped($0[1]))\"" }.joined(separator: ",") + "}"
    }

    static func < (a: MetricLabels, b: MetricLabels) -> Bool { a.text() < b.text() }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`, which names of metrics are too.
    static func isName(_ text: String) -> Bool { text.wholeMatch(of: #/[a-zA-Z_][a-zA-Z0-9_]*/#) != nil }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
