internal import Findings

/// An object of YAFFS2 as its pages, in the order in which they were written, make it.
struct YAFFSObject {
    /// The last header that it had while it was in use, or ever.
    private(set) var header: YAFFSHeader?
    private(set) var headerPage: UInt32?
    private(set) var isDeleted = false
    private(set) var byteCount: Int64 = 0
    /// Its pages by their place in the content, from 1.
    private(set) var chunks: [UInt32: Chunk] = [:]

    /// No chunk has a higher place.
    private var last: UInt32 = 0

    struct Chunk {
        let page: UInt32
        let byteCount: Int
    }

    mutating func add(_ chunk: Chunk, at index: UInt32, pageSize: Int) {
        chunks[index] = chunk
        last = max(last, index)
        byteCount = max(byteCount, Int64(index - 1) * Int64(pageSize) + Int64(chunk.byteCount))
    }

    /// A header says how large the file is now: what was written behind that before is gone, even if the file grows
    /// again. That of a deletion says nothing of what the file was.
    mutating func take(_ header: YAFFSHeader, page: UInt32, pageSize: Int) {
        if header.isDeleted {
            isDeleted = true
            if self.header == nil { self.header = header }
            return
        }
        (self.header, headerPage) = (header, page)
        guard header.type == .file else { return }
        byteCount = header.byteCount
        let count = header.byteCount > 0 ? (header.byteCount - 1) / Int64(pageSize) + 1 : 0
        if Int64(last) > count { cut(to: UInt32(clamping: count)) }
    }

    private mutating func cut(to count: UInt32) {
        if Int(last - count) < chunks.count {
            for index in count + 1...last { chunks[index] = nil }
        } else {
            chunks = chunks.filter { $0.key <= count }
        }
        last = count
    }

    var kind: Item.Kind { header?.kind ?? .file }
}
