internal import Findings

/// The page that describes an object: a file, a folder, a link (yaffs2, yaffs_guts.h, `yaffs_obj_hdr`).
struct YAFFSHeader {
    let type: ObjectType
    let parent: UInt32
    let name: [UInt8]
    let mode: UInt32
    let accessed: Timestamp?
    let modified: Timestamp?
    let changed: Timestamp?
    let byteCount: Int64
    /// The object that a hard link is another name of.
    let original: UInt32
    let target: [UInt8]

    enum ObjectType: UInt32 {
        case file = 1
        case link, folder, hardLink, special
    }

    static let byteCount = 512
    /// Folders that do not exist: what is moved there was deleted.
    private static let unlinked: ClosedRange<UInt32> = 3...4

    /// - Returns: nil where the bytes are none of a header.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let type = bytes.le32(0).flatMap({ ObjectType(rawValue: $0) }), let parent = bytes.le32(4), parent > 0,
            bytes.le16(8) == 0xFFFF, let name = bytes.part(10, 255), let target = bytes.part(300, 159),
            let low = bytes.le32(292), let high = bytes.le32(496)
        else { return nil }
        (self.type, self.parent) = (type, parent)
        self.name = Array(name.prefix { $0 != 0 })
        self.target = Array(target.prefix { $0 != 0 })
        mode = bytes.le32(268) ?? 0
        accessed = Self.time(bytes.le32(280))
        modified = Self.time(bytes.le32(284))
        changed = Self.time(bytes.le32(288))
        // Fields that a writer does not know are all ones.
        byteCount = low == .max ? 0 : Int64(low) | (high == .max ? 0 : Int64(high & 0x7FFF_FFFF) << 32)
        original = bytes.le32(296) ?? 0
    }

    var isDeleted: Bool { Self.unlinked.contains(parent) }

    private static func time(_ seconds: UInt32?) -> Timestamp? {
        guard let seconds, seconds != 0, seconds != .max else { return nil }
        return Timestamp(seconds: Int64(seconds), nanoseconds: 0)
    }

    var kind: Item.Kind {
        switch type {
        case .file, .hardLink: .file
        case .link: .link
        case .folder: .directory
        case .special:
            switch mode & 0xF000 {
            case 0x1000: .fifo
            case 0x2000: .characterDevice
            case 0x6000: .blockDevice
            case 0xC000: .socket
            default: .other
            }
        }
    }
}
