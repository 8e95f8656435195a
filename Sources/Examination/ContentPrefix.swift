internal import FileTypes

/// The first bytes of a content that comes in pieces: its type must not depend on how long these are.
struct ContentPrefix {
    private var bytes: [UInt8] = []

    mutating func add(_ piece: Span<UInt8>) {
        for index in 0..<min(piece.count, max(0, FileType.prefixByteCount - bytes.count)) { bytes.append(piece[index]) }
    }

    /// The content's MIME type; nil before anything of it is known.
    func type(byteCount: Int64) -> String? {
        bytes.isEmpty ? nil : FileType.mime(ofPrefix: bytes.span, byteCount: byteCount)
    }
}
