/// The 512 bytes at the end of a VHD, of which dynamic and differencing disks keep a copy at the beginning.
struct VHDFooter: Equatable {
    static let signature = Array("conectix".utf8)
    static let byteCount = 512

    let record: Record
    let kind: Kind
    /// The size of the device.
    let deviceByteCount: Int64

    enum Kind: UInt32 { case fixed = 2, dynamic, differencing }

    /// - Returns: nil when the bytes are no footer, or no device can be as it says; a wrong checksum is another matter.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.signature) else { return nil }
        record = Record(Array(bytes), .bigEndian)
        guard let kind = Kind(rawValue: record.uint32(at: 60)), let size = record.size(at: 48), size > 0 else {
            return nil
        }
        (self.kind, deviceByteCount) = (kind, size)
    }

    /// Where the header of a dynamic disk is.
    var headerOffset: Int64? { record.size(at: 16) }
    /// The unique number by which differences name this disk.
    var identity: [UInt8] { Array(record.bytes[68..<84]) }
    var isSound: Bool { record.isSound(checksumAt: 64) }

    static func == (a: VHDFooter, b: VHDFooter) -> Bool { a.record.bytes == b.record.bytes }
}

extension Record {
    /// Whether the number at `offset` is the complement of the sum of all other bytes, as VHD has it.
    func isSound(checksumAt offset: Int) -> Bool {
        var sum: UInt32 = 0
        for index in bytes.indices where index < offset || index >= offset + 4 { sum &+= UInt32(bytes[index]) }
        return ~sum == uint32(at: offset)
    }
}
