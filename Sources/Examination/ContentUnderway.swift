internal import Evidence
internal import FileTypes
internal import Findings

/// A content in a lane: it comes from the device, or from bytes that are there already.
struct ContentUnderway {
    let item: ItemToRead
    let shard: ContentShard
    /// By its first bytes; nil while nothing was read.
    private(set) var type: String?
    private var cursor: ContentCursor?
    private var bytes: ArraySlice<UInt8> = []
    /// What was read so far.
    private var byteCount: Int64 = 0

    init(_ item: ItemToRead, of shard: ContentShard, reading cursor: ContentCursor) {
        self.item = item
        self.shard = shard
        self.cursor = cursor
    }

    init(_ item: ItemToRead, of shard: ContentShard, bytes: [UInt8]) {
        self.item = item
        self.shard = shard
        self.bytes = bytes[...]
    }

    /// The cursor of a content that turned out not to be whole.
    var damaged: ContentCursor? { cursor.flatMap { $0.isWhole ? nil : $0 } }

    var isAtEnd: Bool { cursor?.isAtEnd ?? bytes.isEmpty }

    /// Fills the front of `buffer` with what comes next.
    /// - Returns: how many bytes were read.
    mutating func read(into buffer: inout MutableSpan<UInt8>) -> Int {
        shard.observer.isReading(ordinal: item.ordinal, byteCount: byteCount)
        let isBeginning = (cursor?.position ?? byteCount) == 0
        let count = cursor?.read(from: shard.device, into: &buffer) ?? copy(into: &buffer)
        // What stands behind damage tells nothing of how the content begins.
        if isBeginning, count > 0 || isAtEnd && item.byteCount == 0 {
            type = FileType.mime(ofPrefix: buffer.span.extracting(..<count), byteCount: item.byteCount)
        }
        byteCount += Int64(count)
        return count
    }

    private mutating func copy(into buffer: inout MutableSpan<UInt8>) -> Int {
        let piece = bytes.prefix(buffer.count)
        for (i, byte) in piece.enumerated() { buffer[i] = byte }
        bytes = bytes.dropFirst(piece.count)
        return piece.count
    }

    /// Reads what follows the first damage, only to name every further one.
    mutating func passRest(through buffer: inout MutableSpan<UInt8>) {
        while !isAtEnd { _ = read(into: &buffer) }
    }
}
