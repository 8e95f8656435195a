/// Each record as a block of lines, a field a line, for people who look at one thing.
struct BlockWriter<Subject: Record>: RecordWriter {
    private let fields: [Field<Subject>]
    private let terminal: Terminal
    private var isFirst = true

    init(fields: [Field<Subject>] = Subject.fields, terminal: Terminal) {
        self.fields = fields
        self.terminal = terminal
    }

    mutating func write(_ record: Subject, to bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: "\n")) }
        isFirst = false
        let titles = fields.map { VisibleText($0.column?.title ?? $0.name.replacing("_", with: " ")) }
        let width = titles.map(\.columnCount).max() ?? 0
        for (field, title) in zip(fields, titles) {
            let label = terminal.styled(title.padded(to: width, alignment: .left), as: .heading)
            let indent = String(repeating: " ", count: width)
            let lines = lines(of: field.value(record), alarms: field.alarms(record), besides: width + 2)
            for (index, line) in lines.enumerated() {
                bytes += "\(index == 0 ? label : indent)  \(line)\n".utf8
            }
        }
    }

    /// Sentences are broken between words where the terminal ends; what may be copied, a path or a digest, is not.
    private func lines(of value: FieldValue, alarms: Set<Int>, besides indent: Int) -> [String] {
        let limit = value.isProse ? terminal.columnCount.map { max(1, $0 - indent) } : nil
        return value.entries.enumerated().flatMap { index, lines in
            let emphasis: Emphasis = alarms.contains(index) ? .alarm : .plain
            return lines.flatMap { line in limit.map { line.wrapped(to: $0) } ?? [line] }
                .map { terminal.styled($0.text, as: emphasis) }
        }
    }
}
