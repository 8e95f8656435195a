/// The header of a QCOW image, version 1, 2 or 3.
struct QCOWHeader {
    static let signature: [UInt8] = [0x51, 0x46, 0x49, 0xfb]  // QFI, 0xfb

    let version: UInt32
    let clusterBits: Int
    /// How many entries a table of the second level has, as a power of two.
    let tableBits: Int
    /// The size of the device.
    let deviceByteCount: Int64
    let rootOffset: Int64
    /// How many entries the table of the first level has.
    let rootEntryCount: Int64
    let backingOffset: Int64
    let backingByteCount: Int
    let encryption: UInt32
    let snapshotCount: UInt32
    let features: Features
    /// 0 is DEFLATE, 1 is Zstandard.
    let compression: UInt8
    let headerByteCount: Int

    /// What a reader must understand (`incompatible_features`).
    struct Features: OptionSet {
        let rawValue: UInt64
        static let dirty = Features(rawValue: 1)
        static let corrupt = Features(rawValue: 1 << 1)
        static let externalData = Features(rawValue: 1 << 2)
        static let compression = Features(rawValue: 1 << 3)
        static let extendedEntries = Features(rawValue: 1 << 4)
        static let known: Features = [.dirty, .corrupt, .externalData, .compression, .extendedEntries]
    }

    /// - Returns: nil when no device can be as it says.
    init?(_ head: [UInt8]) {
        guard head.count >= 512 else { return nil }
        let record = Record(head, .bigEndian)
        version = record.uint32(at: 4)
        guard let backing = record.size(at: 8), let size = record.size(at: 24), size > 0 else { return nil }
        (backingOffset, backingByteCount, deviceByteCount) = (backing, Int(record.uint32(at: 16)), size)
        var root: Int64?
        if version == 1 {
            (clusterBits, tableBits) = (Int(head[32]), Int(head[33]))
            (encryption, root) = (record.uint32(at: 36), record.size(at: 40))
            (snapshotCount, features, compression, headerByteCount) = (0, [], 0, 48)
            guard clusterBits >= 9, clusterBits <= 21, tableBits >= 1, tableBits <= 18 else { return nil }
            rootEntryCount = (size - 1) >> Int64(clusterBits + tableBits) + 1
        } else {
            clusterBits = Int(record.uint32(at: 20))
            (encryption, root) = (record.uint32(at: 32), record.size(at: 40))
            (rootEntryCount, snapshotCount) = (Int64(record.uint32(at: 36)), record.uint32(at: 60))
            features = version == 2 ? [] : Features(rawValue: record.uint64(at: 72))
            headerByteCount = version == 2 ? 72 : Int(record.uint32(at: 100))
            compression = features.contains(.compression) && headerByteCount > 104 ? head[104] : 0
            guard clusterBits >= 9, clusterBits <= 21 else { return nil }
            tableBits = clusterBits - (features.contains(.extendedEntries) ? 4 : 3)
        }
        guard let root else { return nil }
        rootOffset = root
    }

    var clusterByteCount: Int64 { 1 << Int64(clusterBits) }

    /// The header extension of this kind, so far as it lies in the file's beginning.
    func extensionBytes(_ kind: UInt32, in head: [UInt8]) -> ArraySlice<UInt8>? {
        var place = headerByteCount
        let record = Record(head, .bigEndian)
        while version > 1, place >= 72, place <= head.count - 8 {
            let (found, byteCount) = (record.uint32(at: place), Int(record.uint32(at: place + 4)))
            guard found != 0, byteCount <= head.count - place - 8 else { return nil }
            if found == kind { return head[place + 8..<place + 8 + byteCount] }
            place += 8 + (byteCount + 7) / 8 * 8
        }
        return nil
    }

    static let backingFormat: UInt32 = 0xe279_2aca
    static let dataFileName: UInt32 = 0x4441_5441
}
