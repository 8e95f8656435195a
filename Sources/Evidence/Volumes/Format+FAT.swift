internal import Findings

/// The boot sectors of FAT12, FAT16 and FAT32 (Microsoft, "FAT: General Overview of On-Disk Format", 1.03) and of exFAT
/// (Microsoft, "exFAT file system specification").
extension Format {
    static let fat = Format(word: "fat", claimsFirstSector: true, look: lookForFAT)
    static let exFAT = Format(word: "exfat", claimsFirstSector: true, look: lookForExFAT)

    private static func lookForFAT(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let boot = try window.structure(at: 0, byteCount: 512), let layout = FATLayout(boot),
            boot.holds([0x55, 0xAA], at: 510), [0xEB, 0xE9, 0x00].contains(boot.u8(0)),
            let table = try window.structure(at: layout.tableStart, byteCount: 4),
            table.u8(0) == boot.u8(21) || boot.u8(0) != 0
        else { return nil }
        return Recognition(
            layout.name, label: try? label(window, boot, layout),
            byteCount: layout.byteCount)
    }

    /// The name in the root folder, which systems keep up to date, before that in the boot sector, which they do not.
    private static func label(
        _ window: Window, _ boot: Structure, _ layout: FATLayout
    ) throws(EvidenceError) -> String? {
        if layout.rootByteCount > 0,
            let root = try window.structure(
                at: layout.rootStart, byteCount: layout.rootByteCount)
        {
            for at in stride(from: 0, to: root.byteCount, by: 32) {
                if root.u8(at) == 0 { break }
                // A volume's name: the attribute is 8, while a long name's part has 15.
                if root.u8(at) != 0xE5, root.u8(at + 11) & 0x3F == 0x08 { return root.text(at, 11) }
            }
        }
        let at = layout.name == "fat32" ? 71 : 43
        guard boot.u8(at - 5) == 0x29, !boot.holds("NO NAME    ", at: at) else { return nil }
        return boot.text(at, 11)
    }

    private static func lookForExFAT(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let boot = try window.structure(at: 0, byteCount: 512), boot.holds("EXFAT   ", at: 3) else { return nil }
        let (sectorShift, perCluster) = (Int64(boot.u8(108)), Int64(boot.u8(109)))
        guard (9...12).contains(sectorShift), sectorShift + perCluster <= 25 else { return nil }
        let size = ByteRange(firstSector: 0, sectorCount: boot.le64(72), sectorSize: 1 << sectorShift)
        let clusterShift = sectorShift + perCluster
        return Recognition(
            "exfat", label: try? exFATLabel(window, boot, Int64(boot.le32(88)) << sectorShift, clusterShift),
            byteCount: size.byteCount)
    }

    /// The name in the root folder: an entry of type 83.
    private static func exFATLabel(
        _ window: Window, _ boot: Structure, _ heap: Int64, _ clusterShift: Int64
    ) throws(EvidenceError) -> String? {
        let cluster = Int64(boot.le32(96)) - 2
        let byteCount = Int(min(65_536, 1 << clusterShift))
        guard cluster >= 0,
            let folder = try window.structure(at: heap + cluster << clusterShift, byteCount: byteCount),
            let entry = stride(from: 0, to: byteCount, by: 32).first(where: { folder.u8($0) == 0x83 })
        else { return nil }
        return folder.utf16LE(entry + 2, 2 * Int(min(11, folder.u8(entry + 1))))
    }
}

/// Where a FAT file system's parts lie, as its boot sector says.
struct FATLayout {
    /// `fat12`, `fat16` or `fat32`.
    let name: String
    let byteCount: Int64
    let tableStart: Int64
    let rootStart: Int64
    /// How much of the root folder is read, in bytes: all of it on FAT12 and FAT16, its first cluster on FAT32.
    let rootByteCount: Int

    /// - Returns: nil unless every number is one that a FAT can have.
    init?(_ boot: Structure) {
        let (sectorSize, perCluster) = (Int64(boot.le16(11)), Int64(boot.u8(13)))
        let (reserved, tables, media) = (Int64(boot.le16(14)), Int64(boot.u8(16)), boot.u8(21))
        let rootEntries = Int64(boot.le16(17))
        let sectors = Int64(boot.le16(19) != 0 ? UInt32(boot.le16(19)) : boot.le32(32))
        let isFAT32 = boot.le16(22) == 0
        let tableSectors = isFAT32 ? Int64(boot.le32(36)) : Int64(boot.le16(22))
        guard [512, 1024, 2048, 4096].contains(sectorSize), perCluster > 0, perCluster & (perCluster - 1) == 0,
            reserved > 0, (1...8).contains(tables), media >= 0xF8 || media == 0xF0, tableSectors > 0,
            isFAT32 == (rootEntries == 0)
        else { return nil }
        let rootSectors = (rootEntries * 32 + sectorSize - 1) / sectorSize
        let tablesEnd = reserved + tables * tableSectors
        let clusters = (sectors - tablesEnd - rootSectors) / perCluster
        guard sectors > tablesEnd + rootSectors, clusters > 0 else { return nil }
        // By the number of clusters, as the specification has it; what has no 16-bit table size can be FAT32 only.
        name = isFAT32 ? "fat32" : clusters < 4_085 ? "fat12" : "fat16"
        byteCount = sectors * sectorSize
        tableStart = reserved * sectorSize
        let rootCluster = max(0, Int64(boot.le32(44)) - 2)
        rootStart = (tablesEnd + (isFAT32 ? rootCluster * perCluster : 0)) * sectorSize
        rootByteCount = Int(isFAT32 ? min(perCluster * sectorSize, 65_536) : rootEntries * 32)
    }
}
