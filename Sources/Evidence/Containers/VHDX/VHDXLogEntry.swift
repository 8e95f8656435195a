/// One entry of a VHDX's log: changes to the file that were made together, and sealed by a checksum.
struct VHDXLogEntry {
    let byteCount: Int64
    /// Where in the log the oldest entry that still counts begins.
    let tail: Int64
    let sequence: UInt64
    /// How large the file was, at least, when the entry was written.
    let fileByteCount: Int64
    let patches: [VHDXPatch]

    private static let sector = 4096

    /// - Parameter log: all bytes of the log, which is a ring.
    /// - Parameter identity: which entries count.
    /// - Parameter budget: how many bytes may still be checked; the entry's are taken from it.
    /// - Returns: nil when there is no sound entry at `offset`.
    init?(_ log: [UInt8], at offset: Int, logOffset: Int64, identity: String, _ budget: inout Int) {
        let head = Record(Self.ring(log, offset, 64), .littleEndian)
        guard head.bytes.starts(with: "loge".utf8), head.guid(at: 32) == identity else { return nil }
        let byteCount = Int(head.uint32(at: 8))
        guard byteCount >= Self.sector, byteCount % Self.sector == 0, byteCount <= log.count,
            Int(head.uint32(at: 12)) % Self.sector == 0, Int(head.uint32(at: 12)) < log.count,
            let size = head.size(at: 48), head.uint64(at: 16) > 0
        else { return nil }
        budget -= byteCount
        guard budget >= 0 else { return nil }
        let whole = Record(Self.ring(log, offset, byteCount), .littleEndian)
        guard whole.hasSoundVHDXChecksum else { return nil }
        (self.byteCount, tail, sequence) = (Int64(byteCount), Int64(head.uint32(at: 12)), head.uint64(at: 16))
        fileByteCount = size
        guard let patches = Self.patches(of: whole, sequence: sequence) else { return nil }
        self.patches = patches.map { $0.placed(entryAt: Int64(offset), inLogOf: Int64(log.count), at: logOffset) }
    }

    /// The changes that an entry describes; those with data point into the entry.
    private static func patches(of entry: Record, sequence: UInt64) -> [VHDXPatch]? {
        let count = Int(entry.uint32(at: 24))
        guard count <= (entry.bytes.count - 64) / 32 else { return nil }
        // The data begins in the sector behind the last descriptor.
        var data = (64 + count * 32 + sector - 1) / sector * sector
        var patches: [VHDXPatch] = []
        for place in stride(from: 64, to: 64 + count * 32, by: 32) {
            guard let offset = entry.size(at: place + 16), offset % Int64(sector) == 0,
                entry.uint64(at: place + 24) == sequence
            else { return nil }
            switch entry.text(place..<place + 4) {
            case "zero":
                guard let byteCount = entry.size(at: place + 8), byteCount % Int64(sector) == 0,
                    let end = offset.adding(byteCount)
                else { return nil }
                if end > offset { patches.append(VHDXPatch(offset: offset, end: end, data: nil)) }
            case "desc":
                guard data <= entry.bytes.count - sector, entry.text(data..<data + 4) == "data",
                    let end = offset.adding(Int64(sector)),
                    UInt64(entry.uint32(at: data + 4)) << 32 | UInt64(entry.uint32(at: data + 4092)) == sequence
                else { return nil }
                let source = VHDXPatch.Data(
                    sectorOffset: Int64(data), leading: Array(entry.bytes[place + 8..<place + 16]),
                    trailing: Array(entry.bytes[place + 4..<place + 8]))
                patches.append(VHDXPatch(offset: offset, end: end, data: source))
                data += sector
            default: return nil
            }
        }
        return patches
    }

    private static func ring(_ log: [UInt8], _ offset: Int, _ byteCount: Int) -> [UInt8] {
        let end = offset + byteCount
        return end <= log.count ? Array(log[offset..<end]) : Array(log[offset...] + log[..<(end - log.count)])
    }
}

/// A change to the file that its log holds.
struct VHDXPatch {
    var offset, end: Int64
    /// Nil for zeros.
    var data: Data?

    /// A sector whose first eight and last four bytes are in its descriptor, because the log uses their places.
    struct Data {
        /// Where the sector is: in its entry at first, in the file when it was placed.
        var sectorOffset: Int64
        let leading, trailing: [UInt8]
    }

    fileprivate func placed(entryAt offset: Int64, inLogOf byteCount: Int64, at logOffset: Int64) -> VHDXPatch {
        var patch = self
        patch.data?.sectorOffset = logOffset + (offset + (data?.sectorOffset ?? 0)) % byteCount
        return patch
    }
}
