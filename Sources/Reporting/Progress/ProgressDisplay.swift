/// Shows progress on standard error: one line that is drawn over and over on a terminal, one plain line every few
/// seconds elsewhere.
///
/// A progress line that cannot be written is nobody's loss, so nothing here throws.
public struct ProgressDisplay: ~Copyable {
    private let terminal: Terminal
    private var output: Output
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var due: ContinuousClock.Instant
    private var bytes = ProgressEstimate()
    private var items = ProgressEstimate()
    private var isLineDrawn = false

    /// A terminal is drawn on ten times a second: more is flicker.
    private static let redrawInterval = Duration.milliseconds(100)
    /// A log gets a line every five seconds: an hour's examination is 720 lines.
    private static let lineInterval = Duration.seconds(5)
    private static let firstLineDelay = Duration.seconds(2)

    /// - Parameter output: standard error.
    public init(to output: consuming Output, terminal: Terminal) {
        self.output = output
        self.terminal = terminal
        start = clock.now
        // In a log, what is done within seconds needs no line.
        due = terminal.canRedraw ? start : start + Self.firstLineDelay
    }

    /// Takes note of how far the work is, and shows it when it is time to.
    public mutating func show(_ progress: WorkProgress) {
        let now = clock.now
        let seconds = (now - start) / .seconds(1)
        bytes.update(done: progress.byteCount, at: seconds)
        items.update(done: progress.itemCount, at: seconds)
        guard now >= due else { return }
        due = now + (terminal.canRedraw ? Self.redrawInterval : Self.lineInterval)
        draw(ProgressLine(progress: progress, bytes: bytes, items: items))
    }

    /// Takes the line away, so that something else can be written where it stood.
    public mutating func clear() {
        guard isLineDrawn else { return }
        isLineDrawn = false
        write("\r\u{1B}[K")
    }

    private mutating func draw(_ line: ProgressLine) {
        guard terminal.canRedraw, let columnCount = terminal.columnCount else {
            write(line.text(columnCount: nil) + "\n")
            return
        }
        // Erase to the end of the line (ECMA-48, EL); the last column stays free, or the terminal would wrap.
        write("\r\(line.text(columnCount: max(1, columnCount - 1)))\u{1B}[K")
        isLineDrawn = true
    }

    private mutating func write(_ text: String) {
        try? output.append { $0 += text.utf8 }
        try? output.flush()
    }
}
