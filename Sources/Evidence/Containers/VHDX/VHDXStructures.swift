extension Record {
    /// A GUID as text in upper case: three little-endian numbers, then eight bytes in order.
    func guid(at offset: Int) -> String {
        let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
        var text = ""
        for (index, place) in order.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            let byte = bytes[offset + place]
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return text
    }

    /// Whether the CRC-32C at byte 4 is that of the record with zeros in its place, as VHDX has it.
    var hasSoundVHDXChecksum: Bool {
        var copy = bytes
        for index in 4..<8 { copy[index] = 0 }
        return CRC32C.checksum(of: copy.span) == uint32(at: 4)
    }
}

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4).
enum CRC32C {
    static func checksum(of bytes: Span<UInt8>) -> UInt32 {
        var rest = ~UInt32(0)
        for index in bytes.indices { rest = rest >> 8 ^ table[Int((rest ^ UInt32(bytes[index])) & 0xff)] }
        return ~rest
    }

    private static let table: [UInt32] = (UInt32(0)..<256).map { byte in
        (0..<8).reduce(byte) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0x82f6_3b78 }
    }
}

/// The current header of a VHDX: of its two, the sound one that was written last.
struct VHDXHeader {
    /// What differences know this state of the data by.
    let dataIdentity: String
    /// Which entries of the log count; nil when the log is empty.
    let logIdentity: String?
    let logOffset, logByteCount: Int64
    let version, logVersion: UInt16
    /// Whether both were sound.
    let areBothSound: Bool

    private static let emptyLog = "00000000-0000-0000-0000-000000000000"

    /// - Returns: nil when neither is sound.
    init?(in file: EvidenceFile) throws(EvidenceError) {
        var sound: [Record] = []
        for offset: Int64 in [65_536, 131_072] {
            guard let bytes = try file.bytes(at: offset, byteCount: 4096), bytes.starts(with: "head".utf8) else {
                continue
            }
            let record = Record(bytes, .littleEndian)
            if record.hasSoundVHDXChecksum { sound.append(record) }
        }
        guard let header = sound.max(by: { $0.uint64(at: 8) < $1.uint64(at: 8) }) else { return nil }
        areBothSound = sound.count == 2
        dataIdentity = header.guid(at: 32)
        let log = header.guid(at: 48)
        logIdentity = log == Self.emptyLog ? nil : log
        (logVersion, version) = (header.uint16(at: 64), header.uint16(at: 66))
        logByteCount = Int64(header.uint32(at: 68))
        guard let logOffset = header.size(at: 72) else { return nil }
        self.logOffset = logOffset
    }
}

/// Where the parts of a VHDX are.
struct VHDXRegions {
    struct Region {
        let offset: Int64
        let byteCount: Int64
    }

    let table: Region
    let metadata: Region
    /// Whether both copies of the region table were sound.
    let areBothSound: Bool

    private static let tableIdentity = "2DC27766-F623-4200-9D64-115E9BFD4A08"
    private static let metadataIdentity = "8B7CA206-4790-4B9A-B8FE-575F050F886E"

    /// - Returns: nil when no copy is sound and names all that is needed, and nothing that is not known.
    init?(in file: some ByteSource) throws(EvidenceError) {
        var found: [[String: Region]] = []
        for offset: Int64 in [196_608, 262_144] {
            guard let bytes = try file.bytes(at: offset, byteCount: 65_536), bytes.starts(with: "regi".utf8) else {
                continue
            }
            let record = Record(bytes, .littleEndian)
            guard record.hasSoundVHDXChecksum, let regions = Self.entries(of: record) else { continue }
            found.append(regions)
        }
        guard let first = found.first, let table = first[Self.tableIdentity],
            let metadata = first[Self.metadataIdentity]
        else { return nil }
        (self.table, self.metadata, areBothSound) = (table, metadata, found.count == 2)
    }

    private static func entries(of record: Record) -> [String: Region]? {
        var regions: [String: Region] = [:]
        let count = Int(record.uint32(at: 8))
        guard count <= 2047 else { return nil }
        for place in stride(from: 16, to: 16 + count * 32, by: 32) {
            let identity = record.guid(at: place)
            let isKnown = [tableIdentity, metadataIdentity].contains(identity)
            guard isKnown || record.uint32(at: place + 28) & 1 == 0 else { return nil }
            guard let offset = record.size(at: place + 16), regions[identity] == nil else { return nil }
            regions[identity] = Region(offset: offset, byteCount: Int64(record.uint32(at: place + 24)))
        }
        return regions
    }
}
