/// The pages that an AFF file holds, by their numbers: 24 bytes of memory for each, and a page has 16 MiB as a rule.
struct AFFPages {
    struct Page {
        let fileOffset: Int64
        let byteCount: Int64
        let flags: UInt32
    }

    private var pages: [Int64: Page] = [:]

    /// More pages are not kept: some 100 MB of memory.
    private static let limit = 2 << 20

    subscript(number: Int64) -> Page? { pages[number] }

    /// Takes a page; one that was written again counts as it was written last.
    /// - Returns: false when there are too many.
    mutating func take(_ number: Int64, _ segment: AFFSegment) -> Bool {
        pages[number] = Page(
            fileOffset: segment.valueOffset, byteCount: segment.valueByteCount, flags: segment.argument)
        return pages.count <= Self.limit
    }
}

extension AFFPages.Page {
    /// The low bit says whether the page is compressed, four others by what.
    enum Packing: Equatable {
        case stored, zlib, zeros
        case other(String)
    }

    var packing: Packing {
        guard flags & 1 != 0 else { return .stored }
        return switch flags & 0xF0 {
        case 0x00: .zlib
        case 0x10: .other("bzip2")
        case 0x20: .other("LZMA")
        case 0x30: .zeros
        case let kind: .other("compression \(kind >> 4)")
        }
    }
}
