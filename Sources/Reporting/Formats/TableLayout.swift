/// Which columns of a table are shown and how wide each is, chosen once.
struct TableLayout: Hashable {
    /// The columns that are shown, by index.
    let shown: [Int]
    /// The width of each column that is shown.
    let widths: [Int]

    /// Spaces between two columns.
    static let gap = 2
    /// No column is made narrower than this; where that is not enough, there is no table.
    static let minimum = 10
    /// Before a column is made narrower than this, one that is dispensable is left out.
    static let comfort = 20
    /// How long a path may be expected to be, however short the first ones are.
    static let usualPath = 48

    /// - Parameters:
    ///   - natural: the widest cell of each column so far.
    ///   - available: the terminal's columns; nil where nothing needs to be shortened.
    /// - Returns: nil when the columns do not fit.
    init?(columns: [Column], natural: [Int], available: Int?) {
        guard let available else {
            self.init(shown: Array(columns.indices), widths: natural)
            return
        }
        var shown = Array(columns.indices)
        if Self.limit(shown, columns, natural, available).map({ $0 < natural.max() ?? 0 }) ?? true {
            // Not everything fits as it is: sentences go below their rows.
            shown.removeAll { columns[$0].shortening == .below }
        }
        while true {
            let limit = Self.limit(shown, columns, natural, available)
            let widest = shown.filter { columns[$0].shortening != .never }.map { natural[$0] }.max() ?? 0
            if let limit, limit >= min(widest, Self.comfort) {
                self.init(shown, columns, natural, available, limit: limit)
                return
            }
            let mostDispensable = shown.map { columns[$0].dispensability }.max() ?? 0
            guard mostDispensable > 0,
                let index = shown.lastIndex(where: { columns[$0].dispensability == mostDispensable })
            else {
                guard let limit else { return nil }
                self.init(shown, columns, natural, available, limit: limit)
                return
            }
            shown.remove(at: index)
        }
    }

    private init(shown: [Int], widths: [Int]) { (self.shown, self.widths) = (shown, widths) }

    private init(_ shown: [Int], _ columns: [Column], _ natural: [Int], _ available: Int, limit: Int) {
        var widths = shown.map { columns[$0].shortening == .never ? natural[$0] : min(natural[$0], limit) }
        var spare = available - Self.gap * (shown.count - 1) - widths.reduce(0, +)
        // Later rows may be longer than the first: what room there is goes to the paths, then to the last column.
        let paths = shown.indices.filter { columns[shown[$0]].shortening == .middle }
        if let widest = paths.max(by: { natural[shown[$0]] < natural[shown[$1]] }) {
            let more = min(max(0, spare), max(0, Self.usualPath - widths[widest]))
            (widths[widest], spare) = (widths[widest] + more, spare - more)
        }
        if let last = shown.indices.last, columns[shown[last]].shortening != .never { widths[last] += max(0, spare) }
        self.init(shown: shown, widths: widths)
    }

    /// The largest limit to the widest columns with which all fit; nil where none does.
    private static func limit(_ shown: [Int], _ columns: [Column], _ natural: [Int], _ available: Int) -> Int? {
        let flexible = shown.filter { columns[$0].shortening != .never }.map { natural[$0] }
        let rigid = shown.filter { columns[$0].shortening == .never }.reduce(0) { $0 + natural[$1] }
        let room = available - gap * (shown.count - 1) - rigid
        let widest = flexible.max() ?? 0
        for limit in stride(from: max(widest, minimum), through: minimum, by: -1)
        where flexible.reduce(0, { $0 + min($1, limit) }) <= room {
            return limit
        }
        return flexible.isEmpty && room >= 0 ? 0 : nil
    }
}
