/// What a VHDX says about the device.
struct VHDXMetadata {
    private(set) var blockByteCount: Int64 = 0
    private(set) var isDifference = false
    private(set) var deviceByteCount: Int64 = 0
    private(set) var sectorSize: Int64 = 0
    /// What a difference says about its parent: `parent_linkage`, `relative_path`, …
    private(set) var parent: [String: String] = [:]

    private enum Item: String {
        case file = "CAA16737-FA36-4D43-B3B6-33F0AA44E76B"
        case deviceByteCount = "2FA54224-CD1B-4876-B211-5DBED83BF4B8"
        case deviceIdentity = "BECA12AB-B2E6-4523-93EF-C309E000C746"
        case logicalSector = "8141BF1D-A96F-4709-BA47-F233A8FAAB5F"
        case physicalSector = "CDA348C7-445D-4471-9CC9-E9885251C556"
        case parentLocator = "A8D35F2D-B30B-454D-ABF7-D3D84834AB0C"
    }

    private static let tableByteCount = 65_536
    /// The items that are known are at most this large.
    private static let itemByteLimit: UInt32 = 1 << 20

    /// - Returns: nil when the table or an item is damaged, needs what is not known, or no device is as it says.
    init?(in file: some ByteSource, at region: VHDXRegions.Region) throws(EvidenceError) {
        guard let bytes = try file.bytes(at: region.offset, byteCount: Self.tableByteCount),
            bytes.starts(with: "metadata".utf8)
        else { return nil }
        let table = Record(bytes, .littleEndian)
        let count = Int(table.uint16(at: 10))
        guard count <= 2047 else { return nil }
        for place in stride(from: 32, to: 32 + count * 32, by: 32) {
            guard let item = Item(rawValue: table.guid(at: place)) else {
                if table.uint32(at: place + 24) & 4 != 0 { return nil }  // required
                continue
            }
            let byteCount = table.uint32(at: place + 20)
            guard byteCount <= Self.itemByteLimit,
                let offset = region.offset.adding(Int64(table.uint32(at: place + 16))),
                let bytes = try file.bytes(at: offset, byteCount: Int(byteCount)),
                take(item, Record(bytes, .littleEndian))
            else { return nil }
        }
        let isPossible =
            deviceByteCount > 0 && (sectorSize == 512 || sectorSize == 4096) && blockByteCount >= 1 << 20
            && blockByteCount <= 256 << 20 && blockByteCount & (blockByteCount - 1) == 0
        guard isPossible else { return nil }
    }

    /// - Returns: whether the item is as large as it has to be, and makes sense.
    private mutating func take(_ item: Item, _ record: Record) -> Bool {
        switch item {
        case .file:
            guard record.bytes.count >= 8 else { return false }
            blockByteCount = Int64(record.uint32(at: 0))
            isDifference = record.uint32(at: 4) & 2 != 0
        case .deviceByteCount:
            guard record.bytes.count >= 8, let size = record.size(at: 0) else { return false }
            deviceByteCount = size
        case .logicalSector:
            guard record.bytes.count >= 4 else { return false }
            sectorSize = Int64(record.uint32(at: 0))
        case .parentLocator:
            return takeLocator(record)
        case .deviceIdentity, .physicalSector:
            break
        }
        return true
    }

    private mutating func takeLocator(_ record: Record) -> Bool {
        guard record.bytes.count >= 20 else { return false }
        let count = Int(record.uint16(at: 18))
        guard record.bytes.count >= 20 + count * 12 else { return false }
        for place in stride(from: 20, to: 20 + count * 12, by: 12) {
            guard let key = Self.text(record, at: place, byteCount: place + 8),
                let value = Self.text(record, at: place + 4, byteCount: place + 10)
            else { return false }
            parent[key] = value
        }
        return true
    }

    /// UTF-16 text whose place and size are in the record themselves.
    private static func text(_ record: Record, at place: Int, byteCount: Int) -> String? {
        let (offset, byteCount) = (Int(record.uint32(at: place)), Int(record.uint16(at: byteCount)))
        guard offset <= record.bytes.count, byteCount <= record.bytes.count - offset else { return nil }
        let units = (0..<byteCount / 2).map { record.uint16(at: offset + $0 * 2) }
        return String(decoding: units, as: UTF16.self)
    }

    /// What the parent may be called, the likeliest first.
    var parentPaths: [String] { ["relative_path", "absolute_win32_path", "volume_path"].compactMap { parent[$0] } }

    /// By what the parent is known; the second where its own identity was changed and the data was not.
    var parentIdentities: [String] {
        ["parent_linkage", "parent_linkage2"].compactMap { parent[$0] }.map { identity in
            identity.uppercased().filter { $0 != "{" && $0 != "}" }
        }
    }
}
