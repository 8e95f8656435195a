/// A table for people. It holds back the first screenful, chooses the columns' widths by it, and streams the rest.
/// Where the terminal is too narrow for a table, each record is a block of lines instead.
struct TableWriter<Subject: Record>: RecordWriter {
    private let fields: [Field<Subject>]
    private let columns: [Column]
    private let terminal: Terminal
    private var heldBack: [Subject] = []
    private var shape = Shape.undecided

    private enum Shape {
        case undecided
        case table(TableLayout)
        case blocks(BlockWriter<Subject>)
    }

    init(for terminal: Terminal) {
        fields = Subject.fields.filter { $0.column != nil }
        columns = fields.compactMap(\.column)
        self.terminal = terminal
    }

    mutating func write(_ record: Subject, to bytes: inout [UInt8]) {
        switch shape {
        case .undecided:
            heldBack.append(record)
            if heldBack.count >= terminal.screenful { settle(in: &bytes) }
        case .table(let layout): append(fields.map { $0.value(record).cell }, layout: layout, to: &bytes)
        case .blocks(var writer):
            writer.write(record, to: &bytes)
            shape = .blocks(writer)
        }
    }

    mutating func settle(in bytes: inout [UInt8]) {
        guard case .undecided = shape, !heldBack.isEmpty else { return }
        let records = heldBack
        heldBack = []
        if let layout = layout(for: records) {
            shape = .table(layout)
            append(headings, layout: layout, emphasis: .heading, to: &bytes)
        } else {
            shape = .blocks(BlockWriter(fields: fields, terminal: terminal))
        }
        for record in records { write(record, to: &bytes) }
    }

    private var headings: [VisibleText] {
        fields.map { VisibleText($0.column?.title ?? $0.name.replacing("_", with: " ")) }
    }

    private func layout(for records: [Subject]) -> TableLayout? {
        let natural = records.reduce(headings.map(\.columnCount)) { widths, record in
            zip(widths, fields).map { max($0, $1.value(record).cell.columnCount) }
        }
        return TableLayout(columns: columns, natural: natural, available: terminal.columnCount)
    }

    private func append(
        _ cells: [VisibleText], layout: TableLayout, emphasis: Emphasis = .plain, to bytes: inout [UInt8]
    ) {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let (column, width) = (columns[index], layout.widths[index])
            let fitted = terminal.columnCount == nil ? cell : cell.fitted(to: width, shortening: column.shortening)
            let isLast = index == cells.count - 1 && column.alignment == .left
            line += isLast ? fitted.text : fitted.padded(to: width, alignment: column.alignment)
            if index < cells.count - 1 { line += String(repeating: " ", count: TableLayout.gap) }
        }
        bytes += (terminal.styled(line, as: emphasis) + "\n").utf8
    }
}
