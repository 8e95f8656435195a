internal import Findings

/// The parts of one line of ``ChecksumList``.
struct Checksum {
    let digest: DigestText.Reading
    var byteCount: UInt64?
    let name: ArraySlice<UInt8>
    let isEscaped: Bool
    /// Whether the tools print it so: the BSD form, or two blanks, or a blank and a star, before the name.
    let isAsPrinted: Bool

    init(_ line: ArraySlice<UInt8>) {
        isEscaped = line.first == UInt8(ascii: "\\")
        let text = isEscaped ? line.dropFirst() : line
        if let tagged = Self.tagged(text) {
            (digest, name) = tagged
            isAsPrinted = true
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
        rest = rest.dropFirst(word.count)
        let isBlank = rest.first == UInt8(ascii: " ")
        rest = rest.dropFirst()
        let hasMark = rest.first == UInt8(ascii: "*") || rest.first.map(Text.isBlank) == true
        isAsPrinted = isBlank && hasMark
        name = hasMark ? rest.dropFirst() : rest
    }

    /// `SHA256 (name) = digits`: the BSD form; the name may hold all of these characters itself. What begins with a digest
    /// is the other form, though its name may look like this one.
    private static func tagged(_ text: ArraySlice<UInt8>) -> (DigestText.Reading, ArraySlice<UInt8>)? {
        let word = text.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: " ") }
        let behind = text[word.endIndex...].drop { $0 == UInt8(ascii: " ") }
        guard !word.isEmpty, DigestText.read(word) == nil, behind.first == UInt8(ascii: "("),
            let equals = text.lastIndex(of: UInt8(ascii: "=")),
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
