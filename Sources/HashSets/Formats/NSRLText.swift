internal import Findings

/// NIST's Reference Data Set as text: quoted columns in the order of one of two headers, that of RDS 2.x and the older
/// one of RDS 1.5. A name may hold line ends; old ones are Latin-1.
struct NSRLText: SetReader {
    static let format = HashSetFormat.nsrlText
    private var lines: LineSource
    /// Lines that were read on to see whether a quote closes, and did not belong to it.
    private var waiting: [Line] = []
    private let columns: Columns
    private var record: Int64 = 0
    private(set) var progress: Int64 = 0
    let title = SetTitle()

    /// Where the columns stand.
    private struct Columns {
        let header: String
        let count: Int
        let sha1: Int
        let md5: Int
        let name: Int
        let byteCount: Int

        static let known = [
            Columns(
                header: #""SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode""#,
                count: 8, sha1: 0, md5: 1, name: 3, byteCount: 4),
            Columns(
                header:
                    #""SHA-1","FileName","FileSize","ProductCode","OpSystemCode","MD4","MD5","CRC32","SpecialCode""#,
                count: 9, sha1: 0, md5: 6, name: 1, byteCount: 2),
        ]
    }

    /// How many lines a quoted name may reach over.
    private static let maximumLinesOfRecord = 16

    static func recognises(_ opening: Opening) -> Bool { opening.text.starts(with: Array("\"SHA-1\",".utf8)) }

    init(reading file: SourceFile) throws(HashSetError) {
        lines = try LineSource(file)
        let header = try lines.next()?.bytes ?? []
        guard let columns = Columns.known.first(where: { Text.trimmed(header).elementsEqual($0.header.utf8) }) else {
            throw HashSetError(
                .unknownHeader, path: file.path, byteOffset: 0, line: 1,
                cause: "the header \(Quotation.of(header)) is neither that of RDS 1.5 nor of 2.x")
        }
        self.columns = columns
    }

    mutating func next() throws(HashSetError) -> SetRecord? {
        while let line = try nextLine() {
            progress = line.offset
            if line.isBlank { continue }
            record += 1
            let place = RecordPlace(record: record, line: line.number, offset: line.offset)
            if line.isTooLong { return .rejected(Rejection(at: place, .tooLong, value: line.bytes)) }
            switch try fields(of: line) {
            case .fields(let fields): return read(fields, of: line, at: place)
            case .open, .badQuoting: return .rejected(Rejection(at: place, .badQuoting, value: line.bytes))
            }
        }
        return nil
    }

    private mutating func nextLine() throws(HashSetError) -> Line? {
        waiting.isEmpty ? try lines.next() : waiting.removeFirst()
    }

    /// The fields of the record that starts with `line`. Where its quotes make no sense, the lines behind it are
    /// records of their own again: one bad quote must not swallow its neighbours.
    private mutating func fields(of line: Line) throws(HashSetError) -> QuotedFields.Reading {
        var reading = QuotedFields.read(line.bytes)
        guard reading == .open else { return reading }
        var (text, last) = (Array(line.bytes), line)
        var taken: [Line] = []
        while reading == .open, taken.count < Self.maximumLinesOfRecord, let more = try nextLine() {
            taken.append(more)
            if more.isTooLong || text.count > LineSource.maximumLineByteCount { break }
            text += Array((last.endsWithReturn ? "\r\n" : "\n").utf8) + more.bytes
            last = more
            reading = QuotedFields.read(text[...])
        }
        if case .fields(let fields) = reading, fields.count == columns.count { return reading }
        waiting.insert(contentsOf: taken, at: 0)
        return .badQuoting
    }

    private func read(_ fields: [[UInt8]], of line: Line, at place: RecordPlace) -> SetRecord {
        guard fields.count == columns.count else {
            let reason: Rejection.Reason = fields.count < columns.count ? .tooFewColumns : .tooManyColumns
            return .rejected(Rejection(at: place, reason, value: line.bytes))
        }
        var draft = RecordDraft(place)
        draft.take(fields[columns.sha1][...], as: .sha1)
        draft.take(fields[columns.md5][...], as: .md5)
        draft.take(size: fields[columns.byteCount][...])
        draft.take(name: fields[columns.name])
        return draft.finish()
    }
}
