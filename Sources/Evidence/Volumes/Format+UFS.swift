/// The superblock of UFS1 and UFS2 (FreeBSD, ufs/ffs/fs.h), in either byte order.
extension Format {
    static let ufs = Format(word: "ufs", claimsFirstSector: false, look: lookForUFS)

    private static func lookForUFS(_ window: Window) throws(EvidenceError) -> Recognition? {
        for position in [Int64(65_536), 262_144, 8_192] {
            for magic in [ufs2, ufs1] {
                guard let block = try window.structure(at: position, byteCount: 1_376),
                    block.le32(1_372) == magic || block.be32(1_372) == magic
                else { continue }
                var found = Recognition("ufs", label: magic == ufs2 ? block.text(680, 32) : nil)
                // The parser looks for UFS1 at the last of these places alone, and for UFS2 at the others.
                if (magic == ufs1) != (position == 8_192) {
                    found.obstacle = .unsupported("UFS with its superblock at byte \(position)")
                }
                return found
            }
        }
        return nil
    }

    private static let ufs1: UInt32 = 0x0001_1954
    private static let ufs2: UInt32 = 0x1954_0119
}
