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
            for (index, line) in lines(of: field.value(record), besides: width + 2).enumerated() {
                bytes += "\(index == 0 ? label : indent)  \(line.text)\n".utf8
            }
        }
    }

    /// Sentences are broken between words where the terminal ends; what may be copied, a path or a digest, is not.
    private func lines(of value: FieldValue, besides indent: Int) -> [VisibleText] {
        guard let columnCount = terminal.columnCount, value.isProse else { return value.lines }
        return value.lines.flatMap { $0.wrapped(to: max(1, columnCount - indent)) }
    }
}
