internal import Glibc

/// What text is shown on: a terminal of some size, or a file or pipe, which is as wide as the text.
public struct Terminal: Hashable, Sendable {
    /// nil where nothing limits a line: not a terminal.
    public let columnCount: Int?
    public let rowCount: Int?
    /// Whether emphasis may be shown: not where `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`.
    public let isColoured: Bool
    /// Whether a line can be drawn over: a terminal that is not `dumb`.
    public let canRedraw: Bool

    public init(columnCount: Int?, rowCount: Int?, isColoured: Bool, canRedraw: Bool) {
        self.columnCount = columnCount
        self.rowCount = rowCount
        self.isColoured = isColoured
        self.canRedraw = canRedraw
    }

    /// A file or a pipe.
    public static let none = Terminal(columnCount: nil, rowCount: nil, isColoured: false, canRedraw: false)

    /// What a file descriptor leads to. Its user may say how wide it is (`COLUMNS`: POSIX, Base Definitions, 8.3).
    public init(of descriptor: Int32, environment: [String: String]) {
        guard isatty(descriptor) == 1 else {
            self = .none
            return
        }
        let size = Self.size(of: descriptor)
        let columns = environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
        let isDumb = environment["TERM"] == "dumb"
        self.init(
            columnCount: columns ?? (size.columns > 0 ? size.columns : 80),
            rowCount: size.rows > 0 ? size.rows : 24,
            isColoured: !isDumb && (environment["NO_COLOR"] ?? "").isEmpty,
            canRedraw: !isDumb)
    }

    /// The records that a table looks at before it chooses its widths: as many as one sees at once.
    var screenful: Int { max(1, (rowCount ?? 102) - 2) }

    private static func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
        var size = winsize()
        // TIOCGWINSZ fills the structure that it is given, which outlives the call.
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0) }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
