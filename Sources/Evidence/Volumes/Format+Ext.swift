internal import Findings

/// The superblock of ext2, ext3 and ext4 (Linux, Documentation/filesystems/ext4/super.rst), at byte 1,024.
extension Format {
    static let ext = Format(word: "ext", claimsFirstSector: false, look: lookForExt)

    private static func lookForExt(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let block = try window.structure(at: 1024, byteCount: 1024), block.le16(56) == 0xEF53,
            block.le32(24) <= 6, block.le32(4) > 0
        else { return nil }
        let (compatible, incompatible, readOnly) = (block.le32(92), block.le32(96), block.le32(100))
        let label = block.text(120, 16)
        if incompatible & Feature.journalDevice != 0 {
            return Recognition(
                "ext", label: label, obstacle: .unsupported("the external journal of an ext file system"))
        }
        guard block.le32(0) > 0, block.le32(32) > 0, block.le32(40) > 0 else { return nil }
        let high = incompatible & Feature.is64Bit != 0 ? UInt64(block.le32(0x150)) << 32 : 0
        let size = ByteRange(
            firstSector: 0, sectorCount: high | UInt64(block.le32(4)), sectorSize: 1024 << Int64(block.le32(24)))
        let isExt4 = incompatible & ~Feature.ext3Incompatible != 0 || readOnly & ~Feature.ext3ReadOnly != 0
        let word = isExt4 ? "ext4" : compatible & Feature.hasJournal != 0 ? "ext3" : "ext2"
        return Recognition(word, label: label, byteCount: size.byteCount)
    }

    /// Feature flags. What ext3's driver does not know makes it ext4, as libblkid decides too.
    private enum Feature {
        static let hasJournal: UInt32 = 0x4
        static let journalDevice: UInt32 = 0x8
        static let is64Bit: UInt32 = 0x80
        /// filetype, recover, meta_bg
        static let ext3Incompatible: UInt32 = 0x2 | 0x4 | 0x10
        /// sparse_super, large_file, btree_dir
        static let ext3ReadOnly: UInt32 = 0x1 | 0x2 | 0x4
    }
}
