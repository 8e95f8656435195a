internal import Findings

extension ByteRange {
    /// The bytes of some sectors. Numbers that no device can have are cut off at 2^63 − 1.
    init(firstSector: UInt64, sectorCount: UInt64, sectorSize: Int64) {
        let offset = Self.bytes(firstSector, sectorSize)
        let byteCount = Self.bytes(sectorCount, sectorSize)
        self.init(offset: offset, byteCount: min(byteCount, Int64.max - offset))
    }

    /// The range, further on by some bytes, and cut off at 2^63 − 1.
    func shifted(by distance: Int64) -> ByteRange {
        let offset = self.offset.addingClamped(distance)
        return ByteRange(offset: offset, byteCount: min(byteCount, Int64.max - offset))
    }

    /// The range that both have in common; nil when there is none.
    func overlap(with other: ByteRange) -> ByteRange? {
        let start = max(offset, other.offset)
        let end = min(self.end, other.end)
        return start < end ? ByteRange(offset: start, byteCount: end - start) : nil
    }

    /// Whether all of the other range lies in this one; one that is not known does not.
    func holds(_ other: ByteRange?) -> Bool {
        guard let other else { return false }
        return other.offset >= offset && other.end <= end
    }

    private static func bytes(_ sectors: UInt64, _ sectorSize: Int64) -> Int64 {
        let (product, overflow) = sectors.multipliedReportingOverflow(by: UInt64(max(0, sectorSize)))
        return overflow ? Int64.max : Int64(clamping: product)
    }
}
