/// The header of an extent that holds only what was written: VMware's hosted form (`KDMV`), or ESX's (`COWD`).
struct VMDKSparseHeader {
    static let hosted = Array("KDMV".utf8)
    static let esx = Array("COWD".utf8)

    /// The size of the extent's part of the device.
    let deviceByteCount: Int64
    let grainByteCount: Int64
    /// How many grains one table is about.
    let tableEntryCount: Int64
    /// Where the directories of the tables are: the first, and where there is one its copy.
    let directoryOffsets: [Int64]
    /// Whether grains are compressed, each behind a marker.
    let isCompressed: Bool
    /// Where the embedded descriptor is, and how long; nil where there is none.
    let descriptor: (offset: Int64, byteCount: Int64)?

    private static let atEnd = UInt64.max

    /// - Returns: nil when the header, or the copy of it at the end that it names, is missing or makes no sense.
    init?(in file: EvidenceFile, at offset: Int64 = 0) throws(EvidenceError) {
        guard let bytes = try file.bytes(at: offset, byteCount: 512) else { return nil }
        let record = Record(bytes, .littleEndian)
        if bytes.starts(with: Self.esx) {
            self.init(esx: record)
        } else if bytes.starts(with: Self.hosted) {
            if record.uint64(at: 56) == Self.atEnd, offset == 0 {
                // Written as a stream: only the copy in the footer knows where the directory is.
                try self.init(in: file, at: file.byteCount - 1024)
            } else {
                self.init(hosted: record)
            }
        } else {
            return nil
        }
    }

    private init?(hosted record: Record) {
        let flags = record.uint32(at: 8)
        guard let size = Self.bytes(record, at: 12), size > 0, let grain = Self.bytes(record, at: 20), grain > 0,
            grain <= PackedBlock.sizeLimit, let directory = Self.bytes(record, at: 56), directory > 0
        else { return nil }
        (deviceByteCount, grainByteCount) = (size, grain)
        tableEntryCount = Int64(record.uint32(at: 44))
        guard tableEntryCount > 0, tableEntryCount <= 1 << 20 else { return nil }
        let copy = flags & 2 != 0 ? Self.bytes(record, at: 48) : nil
        directoryOffsets = [directory] + (copy.map { $0 > 0 ? [$0] : [] } ?? [])
        isCompressed = flags & 0x1_0000 != 0
        guard !isCompressed || record.uint16(at: 77) == 1 else { return nil }
        if let place = Self.bytes(record, at: 28), let count = Self.bytes(record, at: 36), place > 0, count > 0 {
            descriptor = (place, count)
        } else {
            descriptor = nil
        }
    }

    private init?(esx record: Record) {
        deviceByteCount = Int64(record.uint32(at: 12)) * 512
        grainByteCount = Int64(record.uint32(at: 16)) * 512
        directoryOffsets = [Int64(record.uint32(at: 20)) * 512]
        (tableEntryCount, isCompressed, descriptor) = (4096, false, nil)
        guard deviceByteCount > 0, grainByteCount > 0 else { return nil }
    }

    /// A number of sectors, in bytes.
    private static func bytes(_ record: Record, at offset: Int) -> Int64? {
        record.size(at: offset)?.multiplied(by: 512)
    }
}
