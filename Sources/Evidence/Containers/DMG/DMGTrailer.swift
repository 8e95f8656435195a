/// The 512 bytes at the end of a disk image of Apple's (UDIF), which say where everything is.
struct DMGTrailer {
    static let signature = Array("koly".utf8)
    static let byteCount = 512

    /// Where the packed bytes of the device are.
    let data: Part
    /// Where the tables are: as an old resource fork, or as a property list.
    let resources: Part
    let propertyList: Part
    /// The size of the device.
    let deviceByteCount: Int64
    /// How many files the image was cut into.
    let segmentCount: UInt32

    struct Part {
        let offset: Int64
        let byteCount: Int64
    }

    /// - Returns: nil when the bytes are no trailer, or no device can be as it says.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.signature) else { return nil }
        let record = Record(Array(bytes), .bigEndian)
        guard record.uint32(at: 8) == 512, let data = Self.part(record, at: 24),
            let resources = Self.part(record, at: 40), let list = Self.part(record, at: 216),
            let size = record.size(at: 492)?.multiplied(by: 512)
        else { return nil }
        (self.data, self.resources, propertyList, deviceByteCount) = (data, resources, list, size)
        segmentCount = record.uint32(at: 60)
    }

    private static func part(_ record: Record, at offset: Int) -> Part? {
        guard let start = record.size(at: offset), let count = record.size(at: offset + 8) else { return nil }
        return Part(offset: start, byteCount: count)
    }
}
