internal import Foundation

/// What has been measured, round by round.
struct Figures {
    private struct Figure {
        let what: String
        let unit: String
        let asked: String
        var values: [Double] = []
    }

    private var figures: [Figure] = []

    /// Notes what one round has shown.
    /// - Parameter asked: what it should be, in words.
    mutating func note(_ what: String, _ value: Double, _ unit: String, asked: String = "") {
        let place =
            figures.firstIndex { $0.what == what }
            ?? {
                figures.append(Figure(what: what, unit: unit, asked: asked))
                return figures.count - 1
            }()
        figures[place].values.append(value)
    }

    /// One line for each figure: the median of its rounds, and the least and the greatest of them.
    func table(rounds: Int) -> String {
        let header = [
            "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(rounds) rounds", "",
            Self.row("", "median", "least", "greatest", "", "asked"),
        ]
        return
            (header
            + figures.map { figure in
                let sorted = figure.values.sorted()
                return Self.row(
                    figure.what, sorted.median.text, (sorted.first ?? 0).text, (sorted.last ?? 0).text, figure.unit,
                    figure.asked)
            }).joined(separator: "\n")
    }

    private static func row(_ what: String, _ cells: String...) -> String {
        let numbers = cells.prefix(3).map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
        return what.padding(toLength: 46, withPad: " ", startingAt: 0) + numbers + "  "
            + cells[3].padding(toLength: 12, withPad: " ", startingAt: 0) + cells[4]
    }
}

extension [Double] {
    /// Of sorted values; 0 of none.
    fileprivate var median: Double {
        guard !isEmpty else { return 0 }
        return count % 2 == 1 ? self[count / 2] : (self[count / 2 - 1] + self[count / 2]) / 2
    }

    /// The value below which a share of them lies; 0 of none.
    func percentile(_ share: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}

extension Double {
    fileprivate var text: String {
        formatted(.number.precision(.fractionLength(abs(self) < 100 ? 2 : 0)).grouping(.never))
    }
}
