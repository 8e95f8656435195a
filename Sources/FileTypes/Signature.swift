/// How a kind of file begins, and what it is then.
struct Signature: Sendable {
    let pattern: Pattern
    /// Where the pattern lies.
    let offset: Int
    private let outcome: Outcome

    private enum Outcome: Sendable {
        case type(String)
        /// A look inside: the type, or nil where the signature was only chance.
        case look(@Sendable (Span<UInt8>) -> String?)
    }

    init(_ pattern: Pattern, at offset: Int = 0, _ type: String) {
        (self.pattern, self.offset, outcome) = (pattern, offset, .type(type))
    }

    init(_ pattern: Pattern, at offset: Int = 0, _ look: @escaping @Sendable (Span<UInt8>) -> String?) {
        (self.pattern, self.offset, outcome) = (pattern, offset, .look(look))
    }

    /// The type of a content that begins with `bytes`; nil when it does not bear this signature.
    func type(of bytes: Span<UInt8>) -> String? {
        guard pattern.matches(bytes, at: offset) else { return nil }
        return switch outcome {
        case .type(let type): type
        case .look(let look): look(bytes)
        }
    }
}

/// Bytes in the notation of the table: hexadecimal pairs, `??` for any byte, and text between apostrophes.
///
///     "'RIFF' ?? ?? ?? ?? 'WEBP'"
struct Pattern: Sendable, ExpressibleByStringLiteral {
    private let bytes: [UInt8]
    /// Whether the byte counts.
    private let isFixed: [Bool]

    init(stringLiteral notation: String) {
        var (bytes, isFixed) = ([UInt8](), [Bool]())
        var rest = Substring(notation)
        while let character = rest.first {
            if character == "'" {
                let text = rest.dropFirst().prefix { $0 != "'" }
                bytes += text.utf8
                isFixed += text.utf8.map { _ in true }
                rest = rest.dropFirst(text.count + 2)
            } else if character == " " {
                rest = rest.dropFirst()
            } else {
                let pair = rest.prefix(2)
                let value = UInt8(pair, radix: 16)
                precondition(value != nil || pair == "??", "a pattern of the table: \(notation)")
                bytes.append(value ?? 0)
                isFixed.append(value != nil)
                rest = rest.dropFirst(2)
            }
        }
        precondition(isFixed.first == true, "a pattern of the table: \(notation)")
        (self.bytes, self.isFixed) = (bytes, isFixed)
    }

    var first: UInt8 { bytes[0] }

    func matches(_ content: Span<UInt8>, at offset: Int) -> Bool {
        guard offset + bytes.count <= content.count else { return false }
        for i in bytes.indices where isFixed[i] && content[offset + i] != bytes[i] { return false }
        return true
    }
}
