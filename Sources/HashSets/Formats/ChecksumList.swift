internal import Findings

/// What md5sum, sha1sum, sha256sum (GNU coreutils, also with `--tag`) and md5deep, sha1deep, sha256deep (also with
/// sizes) print: a digest and the name of the file that it is of. With `\` in front, the name's backslashes and line
/// ends are escaped.
struct ChecksumList: SetReader {
    static let format = HashSetFormat.sums
    private var lines: LineSource
    private var record: Int64 = 0
    private(set) var progress: Int64 = 0
    let title = SetTitle()

    /// The first line that is a digest, alone or with a name, decides.
    static func recognises(_ opening: Opening) -> Bool {
        for line in opening.significantLines {
            if DigestText.read(line) != nil { return false }
            if let checksum = Checksum(line), case .digest = checksum.digest { return true }
        }
        return false
    }

    init(reading file: SourceFile) throws(HashSetError) { lines = try LineSource(file) }

    mutating func next() throws(HashSetError) -> SetRecord? {
        while let line = try lines.next() {
            progress = line.offset
            if line.isBlank || Comment.begins(line.bytes) { continue }
            record += 1
            let place = RecordPlace(record: record, line: line.number, offset: line.offset)
            if line.isTooLong { return .rejected(Rejection(at: place, .tooLong, value: line.bytes)) }
            return read(line, at: place)
        }
        return nil
    }

    private func read(_ line: Line, at place: RecordPlace) -> SetRecord {
        guard let checksum = Checksum(line.bytes) else {
            return .rejected(Rejection(at: place, .notADigest, value: line.bytes))
        }
        switch checksum.digest {
        case .absent: return .rejected(Rejection(at: place, .noDigest, value: line.bytes))
        case .malformed(let reason): return .rejected(Rejection(at: place, reason, value: line.bytes))
        case .digest(let digest):
            var draft = RecordDraft(place)
            draft.take(digest)
            if let byteCount = checksum.byteCount { draft.take(byteCount: byteCount) }
            if let name = checksum.unescapedName {
                if !name.isEmpty { draft.take(name: name) }
            } else {
                draft.reject(field: "name", .badEscape, value: checksum.name)
            }
            return draft.finish()
        }
    }
}

/// The parts of one line.
private struct Checksum {
    let digest: DigestText.Reading
    var byteCount: UInt64?
    let name: ArraySlice<UInt8>
    let isEscaped: Bool

    init?(_ line: ArraySlice<UInt8>) {
        isEscaped = line.first == UInt8(ascii: "\\")
        let text = isEscaped ? line.dropFirst() : line
        if let tagged = Self.tagged(text) {
            (digest, name) = tagged
            return
        }
        var rest = text.drop(while: Text.isBlank)
        var word = rest.prefix { !Text.isBlank($0) }
        if DigestAlgorithm(digitCount: word.count) == nil, let size = Text.number(word) {
            byteCount = size
            rest = rest.dropFirst(word.count).drop(while: Text.isBlank)
            word = rest.prefix { !Text.isBlank($0) }
        }
        digest = DigestText.read(word).map { .digest($0) } ?? .malformed(PlainList.flaw(of: word))
        // A blank, then a blank or the star of binary mode, then the name as it is.
        rest = rest.dropFirst(word.count).dropFirst()
        name = rest.first == UInt8(ascii: "*") || rest.first.map(Text.isBlank) == true ? rest.dropFirst() : rest
    }

    /// `SHA256 (name) = digits`: the BSD form; the name may hold all of these characters itself.
    private static func tagged(_ text: ArraySlice<UInt8>) -> (DigestText.Reading, ArraySlice<UInt8>)? {
        let word = text.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: " ") }
        let behind = text[word.endIndex...].drop { $0 == UInt8(ascii: " ") }
        guard !word.isEmpty, behind.first == UInt8(ascii: "("), let equals = text.lastIndex(of: UInt8(ascii: "=")),
            let close = text[..<equals].lastIndex(of: UInt8(ascii: ")")), close > behind.startIndex,
            text[(close + 1)..<equals].allSatisfy(Text.isBlank)
        else { return nil }
        let name = text[(behind.startIndex + 1)..<close]
        guard let algorithm = DigestAlgorithm(name: word) else { return (.malformed(.unknownAlgorithm), name) }
        return (DigestText.read(text[(equals + 1)...], as: algorithm), name)
    }

    /// The name with `\\`, `\n` and `\r` resolved where the line says that they are; nil for any other escape.
    var unescapedName: [UInt8]? {
        guard isEscaped else { return Array(name) }
        var plain: [UInt8] = []
        var isEscape = false
        for byte in name {
            guard isEscape else {
                isEscape = byte == UInt8(ascii: "\\")
                if !isEscape { plain.append(byte) }
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): plain.append(byte)
            case UInt8(ascii: "n"): plain.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): plain.append(UInt8(ascii: "\r"))
            default: return nil
            }
            isEscape = false
        }
        return isEscape ? nil : plain
    }
}
