/// All members of one name, and how they are written in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
struct MetricFamily {
    enum Kind: String { case counter, gauge, histogram }

    let name: String
    private let kind: Kind
    private var cells: [MetricLabels: MetricCell] = [:]
    private var histograms: [MetricLabels: MetricHistogram] = [:]

    init(_ name: String, _ kind: Kind) {
        precondition(MetricLabels.isName(name), "no name of a metric: \(name)")
        (self.name, self.kind) = (name, kind)
    }

    /// The member with these labels, made where there is none yet.
    mutating func cell(of kind: Kind, labels: MetricLabels) -> MetricCell {
        precondition(kind == self.kind, "\(name) is a \(self.kind), not a \(kind)")
        let cell = cells[labels] ?? MetricCell()
        cells[labels] = cell
        return cell
    }

    /// The member with these labels, made where there is none yet.
    mutating func histogram(labels: MetricLabels) -> MetricHistogram {
        precondition(kind == .histogram, "\(name) is a \(kind), not a histogram")
        let histogram = histograms[labels] ?? MetricHistogram()
        histograms[labels] = histogram
        return histogram
    }

    /// The family's lines, its members in the order of their labels.
    func text(help: String?) -> String {
        var text = help.map { "# HELP \(name) \(Self.escaped($0))\n" } ?? ""
        text += "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, cell) in cells.sorted(by: { $0.key < $1.key }) {
            text += "\(name)\(labels.text()) \(Self.text(of: cell.value))\n"
        }
        for (labels, histogram) in histograms.sorted(by: { $0.key < $1.key }) {
            text += lines(of: histogram.counts, labels)
        }
        return text
    }

    private func lines(of counts: MetricHistogram.Counts, _ labels: MetricLabels) -> String {
        var (text, total): (String, UInt64) = ("", 0)
        for (bound, count) in zip(MetricHistogram.bounds + [.infinity], counts.buckets) {
            total += count
            text += "\(name)_bucket\(labels.text(bound: Self.text(of: bound))) \(total)\n"
        }
        return text + "\(name)_sum\(labels.text()) \(Self.text(of: counts.sum))\n"
            + "\(name)_count\(labels.text()) \(total)\n"
    }

    /// As Go's ParseFloat reads it.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
