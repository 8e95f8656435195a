/// The 512 bytes at the end of a UDIF disk image (“koly”): where its data and its property list are.
struct DMGTrailer {
    static let byteCount = 512

    /// Where the compressed blocks begin that the map's offsets count from.
    let dataOffset: Int64
    let propertyListOffset: Int64
    let propertyListByteCount: Int64
    let segmentCount: UInt32
    /// The size of the device in bytes.
    let deviceByteCount: Int64

    /// - Returns: nil when the bytes are no trailer, or no device can be as it says.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount, bytes.starts(with: "koly".utf8) else { return nil }
        let record = Record(Array(bytes), .bigEndian)
        guard record.uint32(at: 8) == UInt32(Self.byteCount), let dataOffset = record.size(at: 24),
            let listOffset = record.size(at: 216), let listByteCount = record.size(at: 224),
            let deviceByteCount = record.size(at: 492)?.multiplied(by: 512), deviceByteCount > 0
        else { return nil }
        self.dataOffset = dataOffset
        (propertyListOffset, propertyListByteCount) = (listOffset, listByteCount)
        segmentCount = record.uint32(at: 60)
        self.deviceByteCount = deviceByteCount
    }
}
