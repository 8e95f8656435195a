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
        case .table(let layout):
            let alarms = Set(fields.indices.filter { !fields[$0].alarms(record).isEmpty })
            append(fields.map { $0.value(record).cell }, layout: layout, alarms: alarms, to: &bytes)
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
        _ cells: [VisibleText], layout: TableLayout, emphasis: Emphasis = .plain, alarms: Set<Int> = [],
        to bytes: inout [UInt8]
    ) {
        var line = ""
        for (position, index) in layout.shown.enumerated() {
            let (column, width) = (columns[index], layout.widths[position])
            let fitted = isBelow(cells[index], index, layout) ? .none : fitted(cells[index], to: width, column)
            let isLast = position == layout.shown.count - 1
            let text =
                isLast && column.alignment == .left
                ? fitted.text : fitted.padded(to: width, alignment: column.alignment)
            line += terminal.styled(text, as: alarms.contains(index) ? .alarm : .plain)
            if !isLast { line += String(repeating: " ", count: TableLayout.gap) }
        }
        bytes += (terminal.styled(line, as: emphasis) + "\n").utf8
        guard emphasis == .plain else { return }
        for index in cells.indices where isBelow(cells[index], index, layout) {
            bytes += cells[index].linesBelow(columnCount: terminal.columnCount).utf8
        }
    }

    private func fitted(_ cell: VisibleText, to width: Int, _ column: Column) -> VisibleText {
        terminal.columnCount == nil ? cell : cell.fitted(to: width, shortening: column.shortening)
    }

    /// Whether a cell stands below its row, because its column has no room for it.
    private func isBelow(_ cell: VisibleText, _ index: Int, _ layout: TableLayout) -> Bool {
        guard columns[index].shortening == .below, terminal.columnCount != nil else { return false }
        return layout.shown.firstIndex(of: index).map { cell.columnCount > layout.widths[$0] } ?? true
    }
}

extension VisibleText {
    /// Nothing.
    fileprivate static let none = VisibleText(visible: "", columnCount: 0)

    /// The text as lines of their own, set in.
    fileprivate func linesBelow(columnCount: Int?) -> String {
        wrapped(to: (columnCount ?? .max) - 4).map { "    \($0.text)\n" }.joined()
    }
}
