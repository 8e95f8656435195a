internal import Findings

/// What the segments of an AFF file say, read from its first to its last: pages are noted, small values kept.
struct AFFContents {
    private(set) var pages = AFFPages()
    private(set) var pageByteCount: Int64?
    private(set) var deviceByteCount: Int64?
    private(set) var sectorSize: Int32 = 512
    private(set) var digests: [StoredDigest] = []
    private(set) var acquisition: [String: String] = [:]
    /// How many sectors could not be read when the device was acquired.
    private(set) var badSectorCount: Int64 = 0
    private(set) var isEncrypted = false
    /// Why the reading ended early, in words.
    private(set) var damage: String?

    /// A value that is kept is not longer, and there are not more of them.
    private static let valueByteLimit = 4096
    private static let valueLimit = 64

    init(of file: EvidenceFile, from start: Int64) throws(EvidenceError) {
        var offset = start
        while offset < file.byteCount {
            guard let segment = try AFFSegment(in: file, at: offset) else {
                damage = "no whole segment is at byte \(offset): what follows cannot be read"
                return
            }
            offset = segment.end
            if let page = segment.pageNumber {
                guard pages.take(page, segment) else {
                    damage = "it has more pages than are kept in memory: those from byte \(offset) on are not read"
                    return
                }
            } else {
                try take(segment, of: file)
            }
        }
    }

    private mutating func take(_ segment: AFFSegment, of file: EvidenceFile) throws(EvidenceError) {
        switch segment.name {
        case "pagesize", "segsize": pageByteCount = Int64(segment.argument)
        case "sectorsize": sectorSize = Int32(clamping: segment.argument)
        case "imagesize": deviceByteCount = try quad(segment, of: file)
        case "badsectors": badSectorCount = try quad(segment, of: file) ?? 0
        case "md5", "sha1", "sha256": try keepDigest(segment, of: file)
        case let name where name.hasSuffix("/aes256") || name.hasPrefix("affkey_"): isEncrypted = true
        case let name where !name.isEmpty && !name.hasPrefix("page") && name != "badflag":
            try keepText(segment, of: file)
        default: break
        }
    }

    /// A 64-bit number as AFF has it: the low half first, each in network order.
    private func quad(_ segment: AFFSegment, of file: EvidenceFile) throws(EvidenceError) -> Int64? {
        guard let bytes = try segment.value(in: file, limit: 8), bytes.count == 8 else { return nil }
        let record = Record(bytes, .bigEndian)
        return Int64(exactly: UInt64(record.uint32(at: 4)) << 32 | UInt64(record.uint32(at: 0)))
    }

    private mutating func keepDigest(_ segment: AFFSegment, of file: EvidenceFile) throws(EvidenceError) {
        guard let algorithm = DigestAlgorithm(rawValue: segment.name),
            let value = try segment.value(in: file, limit: algorithm.byteCount), value.count == algorithm.byteCount
        else { return }
        digests.append(StoredDigest(algorithm: algorithm, value: value, origin: StoredDigest.container))
    }

    /// Only what is text is kept: identifiers and keys are bytes.
    private mutating func keepText(_ segment: AFFSegment, of file: EvidenceFile) throws(EvidenceError) {
        guard acquisition.count < Self.valueLimit,
            let bytes = try segment.value(in: file, limit: Self.valueByteLimit),
            bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }), !bytes.isEmpty
        else { return }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last == "\n" { text.removeLast() }
        acquisition[segment.name] = text
    }
}
