/// Reads compressed pieces of files: one decompressor, and one buffer for what is packed.
struct PackedReader: ~Copyable {
    private let inflater = Inflater()
    private var packed: [UInt8] = []

    /// Unpacks what lies in `byteCount` bytes at `offset` of a file into the front of `buffer`.
    /// - Parameter byteCount: the most that the packed bytes may take; they may end earlier, and so may the file.
    /// - Returns: the bytes unpacked; nil when they are damaged, incomplete, or do not fit into `buffer`.
    mutating func inflate(
        _ file: EvidenceFile, at offset: Int64, byteCount: Int, as format: Inflater.Format,
        into buffer: inout MutableSpan<UInt8>
    ) throws(EvidenceError) -> Int? {
        let count = try fill(from: file, at: offset, byteCount: byteCount)
        for index in count..<count + Inflater.padding { packed[index] = 0 }
        return inflater.inflate(padded: packed.span.extracting(0..<count + Inflater.padding), as: format, into: &buffer)
    }

    /// Hands what lies in `byteCount` bytes at `offset` of a file to `unpack`, for packings of other kinds.
    mutating func read<Result>(
        _ file: EvidenceFile, at offset: Int64, byteCount: Int, _ unpack: (Span<UInt8>) -> Result
    ) throws(EvidenceError) -> Result {
        let count = try fill(from: file, at: offset, byteCount: byteCount)
        return unpack(packed.span.extracting(0..<count))
    }

    private mutating func fill(
        from file: EvidenceFile, at offset: Int64, byteCount: Int
    ) throws(EvidenceError) -> Int {
        let room = byteCount + Inflater.padding
        if packed.count < room { packed = [UInt8](repeating: 0, count: room) }
        var whole = packed.mutableSpan
        var part = whole._mutatingExtracting(..<byteCount)
        return try file.read(at: offset, into: &part)
    }
}
