/// One line that says how far work has come: as much of it as there is room for.
struct ProgressLine: Hashable {
    let progress: WorkProgress
    let bytes: ProgressEstimate
    let items: ProgressEstimate

    private static let barColumnCount = 20
    /// What is left of the title where there is room for little else.
    private static let titleColumnCount = 24

    /// - Parameter columnCount: the columns that it may take; nil for a line in a log, which has no bar.
    func text(columnCount: Int?) -> String {
        let title = VisibleText(progress.title)
        guard let columnCount else { return ([title.text] + parts.map(\.text)).joined(separator: "  ") }
        let shortTitle = title.fitted(to: Self.titleColumnCount, shortening: .middle)
        var parts = [Part(shortTitle.text, rank: 1)] + bar + self.parts
        while parts.count > 1, width(of: parts) > columnCount, let last = parts.map(\.rank).max() {
            parts.removeAll { $0.rank == last }
        }
        return VisibleText(parts.map(\.text).joined(separator: "  ")).fitted(to: columnCount, shortening: .end).text
    }

    /// A piece of the line; the higher its rank, the sooner it is left out.
    private struct Part {
        let text: String
        let rank: Int

        init(_ text: String, rank: Int) {
            self.text = text
            self.rank = rank
        }
    }

    private func width(of parts: [Part]) -> Int {
        parts.reduce(2 * (parts.count - 1)) { $0 + VisibleText($1.text).columnCount }
    }

    private var bar: [Part] {
        guard let share = progress.share else { return [] }
        let done = Int((share * Double(Self.barColumnCount)).rounded(.down))
        let (front, rest) = (
            String(repeating: "#", count: done), String(repeating: "-", count: Self.barColumnCount - done)
        )
        return [Part("[\(front)\(rest)]", rank: 6)]
    }

    private var parts: [Part] {
        var parts: [Part] = []
        if let share = progress.share { parts.append(Part("\(Int((share * 100).rounded(.down))) %", rank: 0)) }
        if let rate = bytes.rate { parts.append(Part(Human.rate(bytesPerSecond: rate), rank: 4)) }
        parts.append(Part("\(Human.count(progress.itemCount)) \(progress.noun)", rank: 5))
        if let rate = items.rate, rate < 1e12 {
            parts.append(Part("\(Human.count(Int64(rate.rounded()))) \(progress.noun)/s", rank: 7))
        }
        if let hits = progress.hitCount { parts.append(Part(Self.plural(hits, "hit"), rank: 2)) }
        if progress.failureCount > 0 { parts.append(Part(Self.plural(progress.failureCount, "failure"), rank: 3)) }
        if let total = progress.totalByteCount, let seconds = bytes.secondsRemaining(of: total), seconds >= 1 {
            parts.append(Part("\(Human.duration(seconds: seconds)) left", rank: 3))
        }
        return parts
    }

    private static func plural(_ count: Int64, _ noun: String) -> String {
        "\(Human.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }
}
