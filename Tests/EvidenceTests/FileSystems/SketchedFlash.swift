@testable import Evidence

/// Flash memory with a YAFFS2, written page by page (yaffs2, yaffs_guts.h and yaffs_packedtags2.h).
struct SketchedFlash {
    let pageSize: Int
    let spareSize: Int
    /// Where in the spare area the tags are.
    var tagOffset = 0
    var pagesPerBlock = 64
    private(set) var bytes: [UInt8] = []
    private var pageCount = 0
    /// The number of the next block; older ones have lower numbers.
    var sequence: UInt32 = 0x1000

    init(pageSize: Int = 2048, spareSize: Int = 64, tagOffset: Int = 0) {
        (self.pageSize, self.spareSize, self.tagOffset) = (pageSize, spareSize, tagOffset)
    }

    private mutating func page(_ content: [UInt8], object: UInt32, chunk: UInt32, count: Int) {
        if pageCount > 0, pageCount % pagesPerBlock == 0 { sequence += 1 }
        bytes += content + [UInt8](repeating: 0xFF, count: pageSize - content.count)
        let tags = le(sequence) + le(object) + le(chunk) + le(UInt32(count))
        let rest = spareSize - tagOffset - tags.count
        bytes += [UInt8](repeating: 0xFF, count: tagOffset) + tags + [UInt8](repeating: 0xFF, count: rest)
        pageCount += 1
    }

    mutating func header(
        _ object: UInt32, _ type: UInt32, in parent: UInt32, _ name: String, size: Int = 0, original: UInt32 = 0,
        target: String = "", mode: UInt32 = 0
    ) {
        var header = le(type) + le(parent) + [0xFF, 0xFF] + Array(name.utf8)
        header += [UInt8](repeating: 0, count: 268 - header.count) + le(mode)
        header += le(UInt32(0)) + le(UInt32(0)) + le(UInt32(1_600_000_000)) + le(UInt32(1_600_000_001))
        header += le(UInt32(1_600_000_002)) + le(UInt32(size)) + le(original) + Array(target.utf8)
        header += [UInt8](repeating: 0, count: 496 - header.count) + le(UInt32(0)) + [UInt8](repeating: 0xFF, count: 4)
        header += le(UInt32(0)) + le(UInt32(0))
        page(header, object: object, chunk: 0, count: 0xFFFF)
    }

    mutating func content(_ bytes: [UInt8], of object: UInt32, from chunk: UInt32 = 1) {
        var (rest, chunk) = (bytes[...], chunk)
        while !rest.isEmpty {
            let part = Array(rest.prefix(pageSize))
            page(part, object: object, chunk: chunk, count: part.count)
            (rest, chunk) = (rest.dropFirst(pageSize), chunk + 1)
        }
    }

    /// A file as it is written and closed: a header of size 0, its content, a header with its size.
    mutating func file(_ object: UInt32, in parent: UInt32, _ name: String, _ bytes: [UInt8]) {
        header(object, 1, in: parent, name, mode: 0x81A4)
        content(bytes, of: object)
        header(object, 1, in: parent, name, size: bytes.count, mode: 0x81A4)
    }

    mutating func delete(_ object: UInt32, _ type: UInt32 = 1) {
        header(object, type, in: 3, "unlinked")
        header(object, type, in: 4, "deleted")
    }

    /// - Parameter isWhole: whether the last block is there to its end, and one that was never written.
    func disk(isWhole: Bool) -> SketchedDisk {
        let rest = 2 * pagesPerBlock - pageCount % pagesPerBlock
        let all = bytes + [UInt8](repeating: 0xFF, count: isWhole ? rest * (pageSize + spareSize) : 0)
        let disk = SketchedDisk(byteCount: Int64(all.count))
        disk.write(all, at: 0)
        return disk
    }

    var disk: SketchedDisk { disk(isWhole: true) }
}
