internal import Findings

/// One digest a line, told apart by its length. Empty lines and lines that start with `#` or `;` say nothing, nor
/// does a first line that names an algorithm, as X-Ways writes it.
struct PlainList: SetReader {
    static let format = HashSetFormat.plain
    private var lines: LineSource
    private var record: Int64 = 0
    private(set) var progress: Int64 = 0
    let title = SetTitle()

    static func recognises(_ opening: Opening) -> Bool {
        guard let first = opening.firstLine else { return opening.isEmpty }
        if first.allSatisfy({ Hexadecimal.value($0) != nil }) || DigestAlgorithm(name: first) != nil { return true }
        return opening.significantLines.contains { DigestText.read($0) != nil }
    }

    init(reading file: SourceFile) throws(HashSetError) { lines = try LineSource(file) }

    mutating func next() throws(HashSetError) -> SetRecord? {
        while let line = try lines.next() {
            progress = line.offset
            let text = Text.trimmed(line.bytes)
            if !line.isTooLong, text.isEmpty || Comment.begins(text) { continue }
            if record == 0, DigestAlgorithm(name: text) != nil { continue }
            record += 1
            let place = RecordPlace(record: record, line: line.number, offset: line.offset)
            if line.isTooLong { return .rejected(Rejection(at: place, .tooLong, value: line.bytes)) }
            guard let digest = DigestText.read(text) else {
                return .rejected(Rejection(at: place, Self.flaw(of: text), value: line.bytes))
            }
            var entry = SetEntry(place: place)
            entry.digests[digest.algorithm] = digest
            return .entry(entry, [])
        }
        return nil
    }

    /// Why a text is no digest.
    static func flaw(of text: ArraySlice<UInt8>) -> Rejection.Reason {
        let isWord = text.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...0xFF:
                true
            default: false
            }
        }
        guard isWord else { return .notADigest }
        return DigestAlgorithm(digitCount: DigestText.characterCount(text)) == nil ? .wrongLength : .notHexadecimal
    }
}

/// Lines that say nothing in lists of digests.
enum Comment {
    static func begins(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: ";")
    }
}
