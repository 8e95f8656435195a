internal import Findings

/// An inode: what a file is, and where its content lies.
struct ExtInode {
    let number: UInt64
    let kind: Item.Kind
    let byteCount: Int64
    let isInUse: Bool
    let flags: Flags
    /// Sixty bytes: the block map's root, the content itself, or a link's target.
    let root: ArraySlice<UInt8>
    let created: Timestamp?
    let modified: Timestamp?
    let accessed: Timestamp?
    let changed: Timestamp?
    /// How many sectors its content and extended attributes fill.
    let sectorCount: UInt64
    let attributeBlock: UInt64
    private let bytes: ArraySlice<UInt8>

    struct Flags: OptionSet {
        let rawValue: UInt32
        static let encrypted = Flags(rawValue: 0x800)
        static let indexed = Flags(rawValue: 0x1000)
        static let extents = Flags(rawValue: 0x8_0000)
        static let inlineData = Flags(rawValue: 0x1000_0000)
    }

    init(_ number: UInt64, in groups: ExtGroups) throws(EvidenceError) {
        let bytes = try groups.inode(number)
        func word(_ offset: Int) -> UInt32 { bytes.le32(offset) ?? 0 }
        (self.number, self.bytes) = (number, bytes)
        // Where the bitmap is lost, the inode itself still says whether it has a name and was not deleted.
        isInUse = (try? groups.isInodeInUse(number)) ?? (bytes.le16(26) != 0 && word(20) == 0)
        let mode = bytes.le16(0) ?? 0
        kind = Self.kind(mode)
        flags = Flags(rawValue: word(32))
        let high = mode & 0xF000 == 0x8000 ? UInt64(word(108)) << 32 : 0
        byteCount = Int64(truncatingIfNeeded: UInt64(word(4)) | high)
        root = bytes.part(40, 60) ?? []
        sectorCount = UInt64(word(28)) | UInt64(bytes.le16(116) ?? 0) << 32
        attributeBlock = UInt64(word(104)) | UInt64(bytes.le16(118) ?? 0) << 32
        let extra = bytes.count > 128 ? Int(bytes.le16(128) ?? 0) : 0
        func time(_ offset: Int, _ more: Int) -> Timestamp? {
            Self.time(word(offset), extra + 128 >= more + 4 ? word(more) : 0)
        }
        accessed = time(8, 140)
        changed = time(12, 132)
        modified = time(16, 136)
        created = extra >= 24 ? time(144, 148) : nil
    }

    /// Whether it was ever a file.
    var wasUsed: Bool { kind != .other || changed != nil || byteCount != 0 }

    /// A time of 32 bits with a sign, and of a field with 2 more bits of seconds and 30 of nanoseconds.
    private static func time(_ seconds: UInt32, _ more: UInt32) -> Timestamp? {
        guard seconds != 0 || more != 0 else { return nil }
        let epoch = Int64(more & 3) << 32
        return Timestamp(
            seconds: Int64(Int32(bitPattern: seconds)) + epoch, nanoseconds: Int32(min(more >> 2, 999_999_999)))
    }

    private static func kind(_ mode: UInt16) -> Item.Kind {
        switch mode & 0xF000 {
        case 0x1000: .fifo
        case 0x2000: .characterDevice
        case 0x4000: .directory
        case 0x6000: .blockDevice
        case 0x8000: .file
        case 0xA000: .link
        case 0xC000: .socket
        default: .other
        }
    }

    /// The content that is kept in the inode: its first 60 bytes in place of the block map, the rest in the extended
    /// attribute `system.data` behind the inode's fields.
    func inlineContent() throws(EvidenceError) -> [UInt8] {
        let size = Int(clamping: byteCount)
        if size <= root.count { return Array(root.prefix(size)) }
        let content = Array(root) + (inlineAttribute ?? [])
        guard content.count >= size else {
            throw EvidenceError(
                .chainShorterThanSize, path: "ext",
                cause: "The size is \(byteCount) bytes, but the inode holds \(content.count) bytes only")
        }
        return Array(content.prefix(size))
    }

    private var inlineAttribute: ArraySlice<UInt8>? {
        let head = 128 + Int(bytes.le16(128) ?? 0)
        guard bytes.count > 128, bytes.le32(head) == 0xEA02_0000 else { return nil }
        var offset = head + 4
        while let nameLength = bytes.byte(offset), let index = bytes.byte(offset + 1),
            let value = bytes.le16(offset + 2),
            let size = bytes.le32(offset + 8), nameLength != 0 || index != 0
        {
            if index == 7, bytes.part(offset + 16, Int(nameLength)).map({ $0.elementsEqual("data".utf8) }) == true {
                return bytes.part(head + 4 + Int(value), Int(size))
            }
            offset += (16 + Int(nameLength) + 3) / 4 * 4
        }
        return nil
    }
}
