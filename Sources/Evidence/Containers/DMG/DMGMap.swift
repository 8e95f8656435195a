internal import Findings

/// Where the pieces of a device lie in its UDIF disk image, in the order of the device: one entry for each block that was
/// compressed by itself, 40 bytes of memory each.
struct DMGMap {
    struct Entry {
        let kind: UInt32
        /// On the device, in bytes.
        let range: ByteRange
        /// In the file.
        let fileOffset: Int64
        let packedByteCount: Int64
    }

    private(set) var entries: [Entry] = []

    /// How a block is stored.
    enum Kind {
        static let zeros: UInt32 = 0
        static let stored: UInt32 = 1
        /// Nobody has cared what stands there: it reads as zeros.
        static let ignored: UInt32 = 2
        static let adc: UInt32 = 0x8000_0004
        static let zlib: UInt32 = 0x8000_0005
        static let bzip2: UInt32 = 0x8000_0006
        static let lzfse: UInt32 = 0x8000_0007
        static let lzma: UInt32 = 0x8000_0008
        static let comment: UInt32 = 0x7fff_fffe
        static let terminator: UInt32 = 0xffff_ffff
    }

    private static let headerByteCount = 204
    private static let entryByteCount = 40

    /// - Returns: nil when a table is damaged, or two of them claim the same bytes.
    init?(tables: [[UInt8]], dataOffset: Int64) {
        for table in tables {
            guard take(Record(table, .bigEndian), dataOffset: dataOffset) else { return nil }
        }
        entries.sort { $0.range.offset < $1.range.offset }
        for (entry, next) in zip(entries, entries.dropFirst()) where entry.range.end > next.range.offset { return nil }
    }

    private mutating func take(_ table: Record, dataOffset: Int64) -> Bool {
        guard table.bytes.count >= Self.headerByteCount, table.bytes.starts(with: "mish".utf8),
            let firstSector = table.size(at: 8), let base = table.size(at: 24)?.adding(dataOffset)
        else { return false }
        let count = Int(table.uint32(at: 200))
        guard count <= (table.bytes.count - Self.headerByteCount) / Self.entryByteCount else { return false }
        entries.reserveCapacity(entries.count + count)
        for index in 0..<count {
            let place = Self.headerByteCount + index * Self.entryByteCount
            let kind = table.uint32(at: place)
            if kind == Kind.terminator { break }
            if kind == Kind.comment { continue }
            guard let sector = table.size(at: place + 8)?.adding(firstSector),
                let start = sector.multiplied(by: 512),
                let byteCount = table.size(at: place + 16)?.multiplied(by: 512), start.adding(byteCount) != nil,
                let fileOffset = table.size(at: place + 24)?.adding(base), let packed = table.size(at: place + 32)
            else { return false }
            guard byteCount > 0 else { continue }
            entries.append(
                Entry(
                    kind: kind, range: ByteRange(offset: start, byteCount: byteCount), fileOffset: fileOffset,
                    packedByteCount: packed))
        }
        return true
    }

    /// The entry that holds a byte of the device, or else the next one behind it.
    func entry(atOrBehind offset: Int64) -> Entry? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].range.end <= offset { low = middle + 1 } else { high = middle }
        }
        return low < entries.count ? entries[low] : nil
    }
}
