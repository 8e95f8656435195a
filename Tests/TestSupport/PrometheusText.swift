/// Prometheus' text format 0.0.4, read as strictly as its description allows
/// (https://prometheus.io/docs/instrumenting/exposition_formats/): whatever is not in it is an error.
public struct PrometheusText: Sendable {
    public struct Family: Sendable {
        public var type: String
        public var help: String?
        public var samples: [Sample] = []
    }

    public struct Sample: Hashable, Sendable {
        public var name: String
        public var labels: [String: String]
        public var value: Double
    }

    public struct Flaw: Error { public let line: String, words: String }

    public private(set) var families: [String: Family] = [:]

    public init(_ text: String) throws(Flaw) {
        guard text.hasSuffix("\n") else { throw Flaw(line: "", words: "the last line does not end") }
        var current: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) {
            if let match = line.wholeMatch(of: #/# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)/#) {
                try comment(line, String(match.1), String(match.2), String(match.3), &current)
            } else {
                try sample(line, of: current)
            }
        }
        for (name, family) in families where family.type == "histogram" { try check(name, family) }
    }

    /// The value of the one sample with these labels.
    public func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        families.values.lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
    }

    /// The sum of all samples of a name.
    public func sum(_ name: String) -> Double { (families[name]?.samples ?? []).reduce(0) { $0 + $1.value } }

    private mutating func comment(
        _ line: String, _ kind: String, _ name: String, _ rest: String, _ current: inout String?
    ) throws(Flaw) {
        if current != name {
            guard families[name] == nil else { throw Flaw(line: line, words: "the family is not in one piece") }
            families[name] = Family(type: "")
            current = name
        }
        guard families[name]?.samples.isEmpty == true else { throw Flaw(line: line, words: "it comes after samples") }
        if kind == "HELP" {
            guard families[name]?.help == nil else { throw Flaw(line: line, words: "a second HELP") }
            families[name]?.help = rest
        } else {
            let types = ["counter", "gauge", "histogram", "summary", "untyped"]
            guard types.contains(rest), families[name]?.type == "" else { throw Flaw(line: line, words: "no TYPE") }
            families[name]?.type = rest
        }
    }

    private mutating func sample(_ line: String, of family: String?) throws(Flaw) {
        let whole = #/([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/#
        guard let match = line.wholeMatch(of: whole), let value = Self.number(match.3) else {
            throw Flaw(line: line, words: "no sample")
        }
        let name = String(match.1)
        guard let family, name == family || belongs(name, to: family) else {
            throw Flaw(line: line, words: "it is not of the family before it")
        }
        let labels = try Self.labels(match.2 ?? "", line)
        guard families[family]?.samples.contains(where: { $0.name == name && $0.labels == labels }) == false else {
            throw Flaw(line: line, words: "a second time")
        }
        if families[family]?.type == "counter", !(value >= 0) { throw Flaw(line: line, words: "a counter below 0") }
        families[family]?.samples.append(Sample(name: name, labels: labels, value: value))
    }

    private func belongs(_ name: String, to family: String) -> Bool {
        families[family]?.type == "histogram" && ["_bucket", "_sum", "_count"].contains { name == family + $0 }
    }

    private static func labels(_ text: Substring, _ line: String) throws(Flaw) -> [String: String] {
        var (labels, rest): ([String: String], Substring) = ([:], text)
        while !rest.isEmpty {
            let pair = #/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\\\|\\"|\\n)*)"(?:,|$)/#
            guard let match = rest.prefixMatch(of: pair), labels[String(match.1)] == nil else {
                throw Flaw(line: line, words: "no labels")
            }
            labels[String(match.1)] = unescaped(match.2)
            rest = rest[match.range.upperBound...]
        }
        return labels
    }

    private static func unescaped(_ text: Substring) -> String {
        var (result, isEscape) = ("", false)
        for character in text {
            if isEscape {
                result.append(character == "n" ? "\n" : character)
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        return result
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: text.first?.isLetter == true ? nil : Double(text)
        }
    }

    /// Buckets rise, the last is of everything, and it is the count.
    private func check(_ name: String, _ family: Family) throws(Flaw) {
        func bare(_ sample: Sample) -> [String: String] { sample.labels.filter { $0.key != "le" } }
        for labels in Set(family.samples.map(bare)) {
            let own = family.samples.filter { bare($0) == labels }
            let buckets = own.filter { $0.name == name + "_bucket" }
            let bounds = buckets.compactMap { Self.number($0.labels["le", default: "x"][...]) }
            let count = own.first { $0.name == name + "_count" }?.value
            guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                buckets.map(\.value) == buckets.map(\.value).sorted(), buckets.last?.value == count,
                own.contains(where: { $0.name == name + "_sum" })
            else { throw Flaw(line: name, words: "no histogram") }
        }
    }
}
