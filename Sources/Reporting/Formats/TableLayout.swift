/// The widths of a table's columns, chosen once.
struct TableLayout: Hashable {
    let widths: [Int]

    /// Spaces between two columns.
    static let gap = 2
    /// No column is made narrower than this; where that is not enough, there is no table.
    static let minimum = 10

    /// - Parameters:
    ///   - natural: the widest cell of each column so far.
    ///   - available: the terminal's columns; nil where nothing needs to be shortened.
    /// - Returns: nil when the columns do not fit.
    init?(columns: [Column], natural: [Int], available: Int?) {
        guard let available else {
            widths = natural
            return
        }
        let room = available - Self.gap * (columns.count - 1)
        let flexible = zip(columns, natural).filter { $0.0.shortening != .never }.map(\.1)
        let rigid = natural.reduce(0, +) - flexible.reduce(0, +)
        guard let limit = Self.limit(for: flexible, room: room - rigid) else { return nil }
        var widths = zip(columns, natural).map { $0.shortening == .never ? $1 : min($1, limit) }
        if let last = columns.last, last.shortening != .never {
            widths[widths.count - 1] += max(0, room - widths.reduce(0, +))
        }
        self.widths = widths
    }

    /// The largest limit to the widest columns with which all fit into `room`.
    private static func limit(for widths: [Int], room: Int) -> Int? {
        let widest = widths.max() ?? 0
        for limit in stride(from: max(widest, minimum), through: minimum, by: -1)
        where widths.reduce(0, { $0 + min($1, limit) }) <= room {
            return limit
        }
        return widths.isEmpty && room >= 0 ? 0 : nil
    }
}
