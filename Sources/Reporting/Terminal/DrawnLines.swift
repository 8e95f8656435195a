/// Lines that are drawn over and over at the same place of a terminal.
public struct DrawnLines: ~Copyable {
    private var output: Output
    private var drawnCount = 0

    public init(to output: consuming Output) { self.output = output }

    /// Draws lines in the place of those that were drawn before.
    /// - Parameter terminal: as it is now; what it has no room for is left out at the end, or the place would be lost.
    public mutating func draw(_ lines: [String], on terminal: Terminal) throws(OutputError) {
        let room = max(1, (terminal.rowCount ?? .max) - 1)
        let shown = lines.count <= room ? lines : lines.prefix(room - 1) + ["… and \(lines.count - room + 1) more"]
        // ECMA-48: up to the first line (CUU), each line erased behind its text (EL), then all that is below (ED).
        var text = drawnCount > 0 ? "\u{1B}[\(drawnCount)A\r" : ""
        for line in shown { text += "\(line)\u{1B}[K\n" }
        text += "\u{1B}[J"
        drawnCount = shown.count
        try output.append { $0 += text.utf8 }
        try output.flush()
    }
}

/// The lines of a table, as a listing would print them.
public func tableLines<Subject: Record>(of records: [Subject], on terminal: Terminal) -> [String] {
    var writer = OutputFormat.table.writer(of: Subject.self, for: terminal)
    var bytes: [UInt8] = []
    writer.begin(in: &bytes)
    for record in records { writer.write(record, to: &bytes) }
    writer.finish(in: &bytes)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}
