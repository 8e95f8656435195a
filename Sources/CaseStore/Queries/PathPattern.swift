/// What a path must look like: `*` stands for any bytes, also none, `?` for one character; without either, the text may
/// stand anywhere in the path.
public struct PathPattern: Hashable, Sendable {
    public let text: String
    /// Whether `a` is also `A`; ASCII letters alone.
    public let ignoresCase: Bool

    public init(_ text: String, ignoringCase: Bool = true) { (self.text, ignoresCase) = (text, ignoringCase) }

    /// Paths are bytes, and no encoding can be relied on: they are matched in PostgreSQL's `escape` form, in which a
    /// byte above 127 or of value 0 is a backslash with three octal digits and a backslash is doubled.
    var regularExpression: String {
        let isWhole = text.contains { $0 == "*" || $0 == "?" }
        let parts = text.map { character in
            switch character {
            case "*": ".*"
            // An ASCII character, or a backslash, or the bytes of one UTF-8 character, or a stray byte.
            case "?": #"(?:[^\\]|\\\\|\\3[0-7]{2}(?:\\2[0-7]{2})*|\\[0-2][0-7]{2})"#
            default: character.utf8.map(Self.literal).joined()
            }
        }
        return "(?s)" + (isWhole ? "^\(parts.joined())$" : parts.joined())
    }

    private static func literal(_ byte: UInt8) -> String {
        if byte >= 0x80 || byte == 0 {
            let digits = String(byte, radix: 8)
            return #"\\"# + String(repeating: "0", count: 3 - digits.count) + digits
        }
        if byte == UInt8(ascii: "\\") { return #"\\\\"# }
        let character = Character(Unicode.Scalar(byte))
        return character.isLetter || character.isNumber || byte < 0x21 ? String(character) : "\\\(character)"
    }
}
