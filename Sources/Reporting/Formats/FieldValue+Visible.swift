internal import Findings

extension FieldValue {
    /// The value as a cell of a table shows it: rounded, on one line.
    var cell: VisibleText {
        switch self {
        case .byteCount(let count): VisibleText(Human.bytes(count))
        case .time(let time): VisibleText(Timestamp(seconds: time.seconds).iso8601)
        default: VisibleText(joining: lines)
        }
    }

    /// The value in full, as a block shows it: each entry of a list on a line of its own.
    var lines: [VisibleText] {
        switch self {
        case .null: [VisibleText("–")]
        case .boolean(let flag): [VisibleText(flag ? "yes" : "no")]
        case .text(let text): [VisibleText(text)]
        case .name(let name): [VisibleText(name: name)]
        case .base64, .integer, .unsigned: [VisibleText(json: self)]
        case .digest(let digest): [VisibleText(Hexadecimal.text(digest))]
        case .number(let number): [VisibleText(Human.number(number))]
        case .count(let number): [VisibleText(Human.count(number))]
        case .byteCount(let count): [VisibleText(Self.exactly(count))]
        case .share(let share): [VisibleText(Human.percent(share))]
        case .rate(let rate): [VisibleText(Human.rate(bytesPerSecond: rate))]
        case .seconds(let seconds): [VisibleText(Human.duration(seconds: seconds))]
        case .time(let time): [VisibleText(time.iso8601)]
        case .list(let values): values.isEmpty ? [VisibleText("–")] : values.flatMap(\.linesWithinList)
        case .object(let values): values.map { VisibleText(joining: [VisibleText($0.name)] + $0.value.lines) }
        }
    }

    /// The lines of each entry of a list, or those of any other value as its only entry.
    var entries: [[VisibleText]] {
        if case .list(let values) = self, !values.isEmpty { return values.map(\.linesWithinList) }
        return [lines]
    }

    /// An object among others is one line, without what it does not have: `line 4  reason no-digest`.
    private var linesWithinList: [VisibleText] {
        guard case .object(let values) = self else { return lines }
        let parts = values.filter { $0.value != .null }.map { FieldValue.object([$0]).lines }
        return [VisibleText(joining: parts.flatMap { $0 }, by: "  ")]
    }

    /// Whether it is text that somebody wrote for people.
    var isProse: Bool {
        switch self {
        case .text: true
        case .list(let values): values.allSatisfy { if case .text = $0 { true } else { false } }
        default: false
        }
    }

    private static func exactly(_ byteCount: Int64) -> String {
        let rounded = Human.bytes(byteCount)
        return byteCount.magnitude < 1_000 ? rounded : "\(rounded) (\(Human.count(byteCount)) bytes)"
    }
}

extension VisibleText {
    fileprivate init(joining parts: [VisibleText], by gap: String = " ") {
        self.init(
            visible: parts.map(\.text).joined(separator: gap),
            columnCount: parts.reduce(max(0, parts.count - 1) * gap.utf8.count) { $0 + $1.columnCount })
    }

    fileprivate init(json value: FieldValue) {
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        self.init(String(decoding: bytes.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
    }
}
