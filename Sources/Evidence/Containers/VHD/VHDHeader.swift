/// The header of a dynamic or differencing VHD: where its table is, and what it is a difference to.
struct VHDHeader {
    let tableOffset: Int64
    let entryCount: Int64
    let blockByteCount: Int64
    let parentIdentity: [UInt8]
    /// What the parent is called, the likeliest first.
    let parentPaths: [String]
    let isSound: Bool

    private static let byteCount = 1024

    /// A path is not longer; what claims to be is not read.
    private static let pathByteLimit: UInt32 = 65_536

    /// - Returns: nil when there is no header at `offset`, or no disk can be as it says.
    init?(in file: EvidenceFile, at offset: Int64) throws(EvidenceError) {
        guard let bytes = try file.bytes(at: offset, byteCount: Self.byteCount),
            bytes.starts(with: "cxsparse".utf8)
        else { return nil }
        let record = Record(bytes, .bigEndian)
        guard let tableOffset = record.size(at: 16) else { return nil }
        self.tableOffset = tableOffset
        entryCount = Int64(record.uint32(at: 28))
        blockByteCount = Int64(record.uint32(at: 32))
        parentIdentity = Array(bytes[40..<56])
        isSound = record.isSound(checksumAt: 36)
        guard blockByteCount > 0, blockByteCount % 512 == 0 else { return nil }
        parentPaths = try Self.locators(in: record, of: file) + [Self.utf16(bytes[64..<576], .bigEndian)]
    }

    /// Every block has a bit for each of its sectors before it.
    var bitmapByteCount: Int64 { (blockByteCount / 512 + 4095) / 4096 * 512 }

    /// The paths by which Windows (relative before absolute) and macOS know the parent.
    private static func locators(in record: Record, of file: EvidenceFile) throws(EvidenceError) -> [String] {
        var found: [(rank: Int, path: String)] = []
        for place in stride(from: 576, to: 576 + 8 * 24, by: 24) {
            let byteCount = record.uint32(at: place + 8)
            guard let rank = codes.firstIndex(of: record.text(place..<place + 4)), byteCount <= pathByteLimit,
                let offset = record.size(at: place + 16),
                let bytes = try file.bytes(at: offset, byteCount: Int(byteCount))
            else { continue }
            let path = rank < 2 ? utf16(bytes[...], .littleEndian) : String(decoding: bytes, as: UTF8.self)
            found.append((rank, path))
        }
        return found.sorted { $0.rank < $1.rank }.map(\.path)
    }

    private static let codes = ["W2ru", "W2ku", "MacX", "Wi2r", "Wi2k"]

    private static func utf16(_ bytes: ArraySlice<UInt8>, _ order: Record.Order) -> String {
        let bytes = Array(bytes)
        let units = (0..<bytes.count / 2).map { bytes.span.number(UInt16.self, at: $0 * 2, order) }
        return String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
    }
}
