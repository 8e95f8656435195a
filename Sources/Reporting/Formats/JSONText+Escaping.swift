internal import Findings

extension JSONText {
    /// Text in quotes (RFC 8259, section 7), harmless on a terminal too: whatever could deceive a reader stands there
    /// as a `\u` escape. A parser gets the very same text back.
    static func append(quoting text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy(isPlain) {
            bytes += text.utf8
        } else {
            for scalar in text.unicodeScalars { append(escaping: scalar, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte of UTF-8 stands for itself, whatever its neighbours are.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func append(escaping scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar {
        case "\"": bytes += #"\""#.utf8
        case "\\": bytes += #"\\"#.utf8
        case "\n": bytes += #"\n"#.utf8
        case "\r": bytes += #"\r"#.utf8
        case "\t": bytes += #"\t"#.utf8
        case _ where scalar.isDeceptive:
            for unit in UTF16.encode(scalar) ?? .init() { append(escaping: unit, to: &bytes) }
        default: bytes += UTF8.encode(scalar) ?? .init()
        }
    }

    private static func append(escaping unit: UInt16, to bytes: inout [UInt8]) {
        bytes += #"\u"#.utf8
        for shift: UInt16 in [12, 8, 4, 0] { bytes.append(Hexadecimal.digit(UInt8(unit >> shift & 15))) }
    }
}
