/// The header of a VDI, version 1: 512 bytes, behind 64 bytes of text that name the program which made it.
struct VDIHeader {
    static let signature: [UInt8] = [0x7f, 0x10, 0xda, 0xbe]
    static let signatureOffset = 0x40

    let kind: UInt32
    let tableOffset: Int64
    let dataOffset: Int64
    /// The size of the device.
    let deviceByteCount: Int64
    let blockByteCount: Int64
    /// What stands before the data of each block.
    let blockExtraByteCount: Int64
    let entryCount: Int64
    /// How many blocks of the device are in the file.
    let usedCount: Int64
    /// The unique numbers of this image and of the one that it is a difference to.
    let identity, parentIdentity: [UInt8]

    static let differencing: UInt32 = 4

    /// - Returns: nil when no device can be as it says.
    init?(_ head: [UInt8]) {
        guard head.count >= 512 else { return nil }
        let record = Record(head, .littleEndian)
        kind = record.uint32(at: 0x4c)
        (tableOffset, dataOffset) = (Int64(record.uint32(at: 0x154)), Int64(record.uint32(at: 0x158)))
        (blockByteCount, blockExtraByteCount) = (Int64(record.uint32(at: 0x178)), Int64(record.uint32(at: 0x17c)))
        (entryCount, usedCount) = (Int64(record.uint32(at: 0x180)), Int64(record.uint32(at: 0x184)))
        (identity, parentIdentity) = (Array(head[0x188..<0x198]), Array(head[0x1a8..<0x1b8]))
        guard let size = record.size(at: 0x170), size > 0, blockByteCount > 0, blockByteCount % 512 == 0,
            (1...4).contains(kind)
        else { return nil }
        deviceByteCount = size
    }

    /// The version as `1.1`.
    static func version(_ head: [UInt8]) -> String {
        guard head.count >= 0x48 else { return "?" }
        let record = Record(head, .littleEndian)
        return "\(record.uint16(at: 0x46)).\(record.uint16(at: 0x44))"
    }
}
