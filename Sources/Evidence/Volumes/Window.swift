internal import Findings

/// What lies between two bytes of a device, read by positions that count from its first: nothing outside can be read.
struct Window {
    let device: any Device
    /// Where on the device it lies; never beyond the device's end.
    let range: ByteRange

    /// - Parameter range: what lies beyond the device's end is cut off.
    init(_ device: any Device, _ range: ByteRange) {
        self.device = device
        let start = min(max(0, range.offset), device.byteCount)
        let end = min(max(start, range.end), device.byteCount)
        self.range = ByteRange(offset: start, byteCount: end - start)
    }

    init(_ device: any Device) {
        self.init(device, ByteRange(offset: 0, byteCount: device.byteCount))
    }

    var byteCount: Int64 { range.byteCount }

    /// The largest structure that is read in one piece, in bytes: what a table or superblock claims beyond it is a lie.
    static let structureLimit = 1 << 20

    /// Reads a structure.
    /// - Parameter byteCount: at most `structureLimit`.
    /// - Returns: nil when it lies, in whole or in part, outside of the window or is larger than the limit.
    /// - Throws: when the image cannot vouch for one of its bytes.
    func structure(at position: Int64, byteCount: Int) throws(EvidenceError) -> Structure? {
        guard position >= 0, byteCount > 0, byteCount <= Self.structureLimit,
            position <= range.byteCount, Int64(byteCount) <= range.byteCount - position
        else { return nil }
        let bytes = try device.bytes(at: range.offset + position, byteCount: byteCount)
        return bytes.count == byteCount ? Structure(bytes) : nil
    }

    /// Where on the device a structure of this window lies, for a failure.
    func place(of position: Int64, byteCount: Int) -> ByteRange {
        let (offset, overflow) = range.offset.addingReportingOverflow(position)
        return ByteRange(offset: overflow ? range.end : offset, byteCount: Int64(byteCount))
    }
}
