internal import Findings

/// What the segments of an AFF file say, from the first to the last. AFF has no index: each is looked at once, and of each
/// page some 40 bytes are kept.
struct AFFLayout {
    private(set) var pages: [Page?] = []
    private(set) var pageByteCount: Int64?
    private(set) var sectorSize: Int64 = 512
    /// The size of the device, where it is stated.
    private(set) var statedByteCount: Int64?
    private(set) var digests: [StoredDigest] = []
    private(set) var acquisition: [String: String] = [:]
    /// What the acquiring program wrote in the place of a sector that it could not read.
    private(set) var filler: [UInt8]?
    /// How many such sectors there are; nil where it is not said.
    private(set) var fillerCount: Int64?
    private(set) var isEncrypted = false
    /// Whether the device's bytes are in another file.
    private(set) var isElsewhere = false
    /// Where something follows that is no whole segment.
    private(set) var brokenAt: Int64?
    /// Whether there is more than was looked at.
    private(set) var isTooLarge = false

    struct Page {
        let offset: Int64
        let byteCount: UInt32
        let flags: UInt32
        /// Where the MD5 of its content is in the file; 0 where there is none.
        var md5Offset: Int64 = 0
    }

    /// 64 TiB of pages of the usual size.
    static let pageLimit = 1 << 22
    static let segmentLimit = 1 << 24

    /// What is said of the acquisition, in AFF's own names.
    private static let remarks: Set<String> = [
        "acquisition_commandline", "acquisition_date", "acquisition_device", "acquisition_macaddr",
        "acquisition_notes", "acquisition_seconds", "acquisition_tecnician", "acquisition_technician",
        "afflib_version", "case_num", "creator", "device_capabilities", "device_firmware", "device_manufacturer",
        "device_model", "device_sn", "image_gid",
    ]

    init(of file: EvidenceFile) throws(EvidenceError) {
        var (offset, count) = (Int64(AFFContainer.signature.count), 0)
        while offset < file.byteCount {
            guard count < Self.segmentLimit else {
                isTooLarge = true
                return
            }
            guard let segment = try AFFSegment(at: offset, in: file) else {
                brokenAt = offset
                return
            }
            try take(segment, in: file)
            (offset, count) = (segment.end, count + 1)
        }
    }

    private mutating func take(_ segment: AFFSegment, in file: EvidenceFile) throws(EvidenceError) {
        if let number = segment.page(suffix: "") {
            guard makeRoom(for: number), pages[number] == nil else { return }
            pages[number] = Page(
                offset: segment.dataOffset, byteCount: UInt32(segment.dataByteCount), flags: segment.argument)
        } else if let number = segment.page(suffix: "_md5") {
            if number < pages.count, segment.dataByteCount == 16 { pages[number]?.md5Offset = segment.dataOffset }
        } else {
            try takeOther(segment, in: file)
        }
    }

    private mutating func makeRoom(for number: Int) -> Bool {
        guard number < Self.pageLimit else {
            isTooLarge = true
            return false
        }
        if number >= pages.count { pages += Array(repeating: nil, count: number + 1 - pages.count) }
        return true
    }

    private mutating func takeOther(_ segment: AFFSegment, in file: EvidenceFile) throws(EvidenceError) {
        switch segment.name {
        case "pagesize", "segsize": pageByteCount = Int64(segment.argument)
        case "sectorsize": sectorSize = Int64(segment.argument)
        case "imagesize": statedByteCount = try Self.number(segment, in: file)
        case "badsectors": fillerCount = try Self.number(segment, in: file)
        case "badflag": filler = try segment.data(in: file)
        case "md5": try takeDigest(.md5, segment, in: file)
        case "sha1": try takeDigest(.sha1, segment, in: file)
        case "sha256": try takeDigest(.sha256, segment, in: file)
        case "raw_image_file_extension": isElsewhere = true
        case let name where name.hasSuffix("/aes256") || name.hasPrefix("affkey_"): isEncrypted = true
        case let name where Self.remarks.contains(name):
            acquisition[name.replacing("_", with: " ")] = try segment.data(in: file).map(Self.text)
        default: break
        }
    }

    private mutating func takeDigest(
        _ algorithm: DigestAlgorithm, _ segment: AFFSegment, in file: EvidenceFile
    ) throws(EvidenceError) {
        guard let value = try segment.data(in: file), value.count == algorithm.byteCount else { return }
        digests.append(StoredDigest(algorithm: algorithm, value: value, origin: StoredDigest.container))
    }

    /// 64 bits in two halves, the lower first, each big-endian.
    private static func number(_ segment: AFFSegment, in file: EvidenceFile) throws(EvidenceError) -> Int64? {
        guard segment.dataByteCount == 8, let bytes = try segment.data(in: file) else { return nil }
        let record = Record(bytes, .bigEndian)
        return Int64(exactly: UInt64(record.uint32(at: 4)) << 32 | UInt64(record.uint32(at: 0)))
    }

    /// Text as it is, anything else in hexadecimal.
    private static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: { $0.value < 9 }) {
            return String(text.reversed().drop { $0.isWhitespace }.reversed())
        }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
