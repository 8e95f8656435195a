/// The beginning of a file, by which its format is told.
struct Opening {
    /// The first bytes as they are, at most 64 KiB.
    let bytes: [UInt8]
    /// The same as text: without a byte-order mark, UTF-8 where it was UTF-16.
    let text: [UInt8]
    /// The lines of the text, trimmed, but for empty ones and comments; the last may be cut.
    let significantLines: [ArraySlice<UInt8>]

    /// How much of a file is looked at.
    static let byteCount = 64 * 1024

    init(of file: SourceFile) throws(HashSetError) {
        bytes = try file.opening(Self.byteCount)
        let (encoding, markByteCount) = TextEncoding.of(bytes)
        var text: [UInt8] = []
        _ = encoding.decode(bytes[markByteCount...], isEnd: true, onto: &text)
        self.text = text
        significantLines = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map(Text.trimmed).filter { !$0.isEmpty && !Comment.begins($0) }
    }

    var firstLine: ArraySlice<UInt8>? { significantLines.first }

    /// Whether there is nothing but empty lines and comments.
    var isEmpty: Bool { significantLines.isEmpty }

    /// The first byte of the text that is not white space.
    var firstCharacter: UInt8? {
        text.first { !Text.isBlank($0) && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    }
}
