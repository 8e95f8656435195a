internal import Findings

/// hashdeep's known-file format, version 1.0 (its FILEFORMAT document): `%%%% HASHDEEP-1.0`, a line that names the
/// columns, comments in `#`; the name is the rest of the line, commas included.
struct Hashdeep: SetReader {
    static let format = HashSetFormat.hashdeep
    private var lines: LineSource
    private let path: String
    private var columns: [Column] = []
    private var record: Int64 = 0
    private(set) var progress: Int64 = 0
    let title = SetTitle()

    private enum Column: Hashable {
        case byteCount, digest(DigestAlgorithm), ignored
    }

    private static let mark = Array("%%%% ".utf8)
    private static let product = Array("HASHDEEP-".utf8)

    static func recognises(_ opening: Opening) -> Bool { opening.text.starts(with: mark + product) }

    init(reading file: SourceFile) throws(HashSetError) {
        (lines, path) = (try LineSource(file), file.path)
        guard let version = try lines.next(), version.bytes.starts(with: Self.mark + Self.product) else {
            throw HashSetError(.unknownHeader, path: path, byteOffset: 0, line: 1, cause: "it has no hashdeep header")
        }
        guard version.bytes.elementsEqual(Self.mark + Self.product + Array("1.0".utf8)) else {
            throw HashSetError(
                .unknownVersion, path: path, byteOffset: 0, line: 1,
                cause: "its format is \(Quotation.of(version.bytes)), and only HASHDEEP-1.0 is known")
        }
        guard let header = try lines.next(), header.bytes.starts(with: Self.mark), !header.isTooLong else {
            throw HashSetError(.unknownHeader, path: path, line: 2, cause: "no line names its columns")
        }
        columns = try Self.columns(header, path)
    }

    private static func columns(_ header: Line, _ path: String) throws(HashSetError) -> [Column] {
        var names = header.bytes.dropFirst(mark.count).split(
            separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard let last = names.popLast(), Text.equal(Text.trimmed(last), "filename") else {
            throw HashSetError(
                .unknownHeader, path: path, byteOffset: header.offset, line: header.number,
                cause: "the columns are \(Quotation.of(header.bytes)), and the last is not filename")
        }
        let columns = names.map { name -> Column in
            if Text.equal(Text.trimmed(name), "size") { return .byteCount }
            return DigestAlgorithm(name: Text.trimmed(name)).map { .digest($0) } ?? .ignored
        }
        guard columns.contains(where: { if case .digest = $0 { true } else { false } }) else {
            throw HashSetError(
                .noDigestColumn, path: path, byteOffset: header.offset, line: header.number,
                cause: "of its columns (\(Quotation.of(header.bytes))) none is md5, sha1 or sha256")
        }
        return columns
    }

    mutating func next() throws(HashSetError) -> SetRecord? {
        while let line = try lines.next() {
            progress = line.offset
            if line.isBlank || line.bytes.first == UInt8(ascii: "#") { continue }
            if line.bytes.starts(with: Self.mark) {
                try takeHeader(line)
                continue
            }
            record += 1
            let place = RecordPlace(record: record, line: line.number, offset: line.offset)
            if line.isTooLong { return .rejected(Rejection(at: place, .tooLong, value: line.bytes)) }
            return read(line.bytes, at: place)
        }
        return nil
    }

    /// Lists that were put one behind the other have their headers within.
    private mutating func takeHeader(_ line: Line) throws(HashSetError) {
        guard !line.bytes.dropFirst(Self.mark.count).starts(with: Self.product) else { return }
        columns = try Self.columns(line, path)
    }

    private func read(_ line: ArraySlice<UInt8>, at place: RecordPlace) -> SetRecord {
        let fields = line.split(
            separator: UInt8(ascii: ","), maxSplits: columns.count, omittingEmptySubsequences: false)
        guard fields.count == columns.count + 1, let name = fields.last else {
            return .rejected(Rejection(at: place, .tooFewColumns, value: line))
        }
        var draft = RecordDraft(place)
        for (column, field) in zip(columns, fields) {
            switch column {
            case .digest(let algorithm): draft.take(field, as: algorithm)
            case .ignored: break
            case .byteCount:
                // A line whose first column is no number was not written by hashdeep.
                guard let byteCount = Text.number(field) else {
                    return .rejected(Rejection(at: place, .notANumber, value: line))
                }
                draft.take(byteCount: byteCount)
            }
        }
        draft.take(name: name)
        return draft.finish()
    }
}
