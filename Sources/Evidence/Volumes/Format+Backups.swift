internal import Findings

/// File systems whose first sectors are lost, told by the copy that they keep of them. The remains of a former file
/// system look the same, so these come last.
extension Format {
    static let backups = [
        Format(word: "ntfs", claimsFirstSector: false, look: lookForNTFSBackup),
        Format(word: "fat32", claimsFirstSector: false, look: lookForFATBackup),
        Format(word: "exfat", claimsFirstSector: false, look: lookForExFATBackup),
        Format(word: "ext", claimsFirstSector: false, look: lookForExtBackup),
        Format(word: "hfs+", claimsFirstSector: false, look: lookForHFSBackup),
    ]

    /// NTFS keeps its boot sector again in the volume's last sector.
    private static func lookForNTFSBackup(_ window: Window) throws(EvidenceError) -> Recognition? {
        let position = window.byteCount & ~511 - 512
        guard let boot = try window.structure(at: position, byteCount: 512), boot.holds("NTFS    ", at: 3) else {
            return nil
        }
        return lost("ntfs", "NTFS", window, position)
    }

    /// FAT32 keeps it in the seventh sector.
    private static func lookForFATBackup(_ window: Window) throws(EvidenceError) -> Recognition? {
        for sectorSize in [Int64(512), 4096] {
            if let boot = try window.structure(at: 6 * sectorSize, byteCount: 512), boot.holds([0x55, 0xAA], at: 510),
                let layout = FATLayout(boot), layout.name == "fat32", boot.le16(11) == UInt16(sectorSize)
            {
                return lost("fat32", "FAT32", window, 6 * sectorSize)
            }
        }
        return nil
    }

    /// exFAT keeps its boot region from the thirteenth sector on.
    private static func lookForExFATBackup(_ window: Window) throws(EvidenceError) -> Recognition? {
        for sectorSize in [Int64(512), 4096] {
            if let boot = try window.structure(at: 12 * sectorSize, byteCount: 512), boot.holds("EXFAT   ", at: 3) {
                return lost("exfat", "exFAT", window, 12 * sectorSize)
            }
        }
        return nil
    }

    /// ext keeps its superblock at the start of the second block group, which has as many blocks as a block has bits.
    private static func lookForExtBackup(_ window: Window) throws(EvidenceError) -> Recognition? {
        for blockSize in [Int64(1024), 2048, 4096] {
            let position = (8 * blockSize + (blockSize == 1024 ? 1 : 0)) * blockSize
            if let block = try window.structure(at: position, byteCount: 1024), block.le16(56) == 0xEF53,
                block.le16(90) == 1, block.le32(24) <= 6, block.le32(4) > 0
            {
                return lost("ext", "ext2, ext3 or ext4", window, position)
            }
        }
        return nil
    }

    /// HFS+ keeps its volume header in the volume's last sector but one.
    private static func lookForHFSBackup(_ window: Window) throws(EvidenceError) -> Recognition? {
        let position = window.byteCount & ~511 - 1024
        guard let header = try window.structure(at: position, byteCount: 512),
            header.holds("H+", at: 0) && header.be16(2) == 4 || header.holds("HX", at: 0) && header.be16(2) == 5
        else { return nil }
        return lost("hfs+", "HFS+", window, position)
    }

    private static func lost(_ word: String, _ name: String, _ window: Window, _ position: Int64) -> Recognition {
        let place = window.place(of: position, byteCount: 512).offset
        return Recognition(
            word,
            obstacle: .damaged(
                "\(name) without its first sector: that is damaged or overwritten, and only the copy at byte \(place) "
                    + "is left. Restore it from there, on a copy of the image, and examine that; or it is what the "
                    + "volume held before"))
    }
}
