/// What an entry in a table of the second level says about a cluster of the device.
enum QCOWEntry {
    /// Nothing: what the backing file has, else zeros.
    case absent
    case zeros
    case stored(at: Int64)
    case compressed(at: Int64, byteCount: Int)

    /// An entry of version 1: an offset, or with the topmost bit the place of a compressed cluster.
    init(version1 entry: UInt64, clusterBits: Int) {
        guard entry & 1 << 63 != 0 else {
            self = entry == 0 ? .absent : .stored(at: Int64(entry))
            return
        }
        let shift = UInt64(63 - clusterBits)
        let byteCount = Int(entry >> shift & (1 << UInt64(clusterBits) - 1))
        self = .compressed(at: Int64(entry & (1 << shift - 1)), byteCount: byteCount)
    }

    /// An entry of version 2 or 3; its bitmap, where it has one, is another matter.
    init(_ entry: UInt64, clusterBits: Int) {
        if entry & 1 << 62 != 0 {
            let shift = UInt64(62 - (clusterBits - 8))
            let offset = Int64(entry & (1 << shift - 1))
            let sectors = Int(entry >> shift & (1 << UInt64(clusterBits - 8) - 1)) + 1
            self = .compressed(at: offset, byteCount: sectors * 512 - Int(offset & 511))
        } else {
            let offset = Int64(entry & 0x00ff_ffff_ffff_fe00)
            self = entry & 1 != 0 ? .zeros : offset == 0 ? .absent : .stored(at: offset)
        }
    }

    /// What the bitmap of an extended entry says about one of the cluster's 32 parts.
    func part(_ number: Int, of bitmap: UInt64) -> QCOWEntry {
        guard case .compressed = self else {
            if bitmap >> UInt64(number) & 1 != 0 { return self }
            return bitmap >> UInt64(32 + number) & 1 != 0 ? .zeros : .absent
        }
        return self
    }
}
