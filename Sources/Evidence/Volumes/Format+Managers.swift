/// Volume managers: what lies below them is no file system.
extension Format {
    static let lvm2 = Format(word: "lvm2", claimsFirstSector: true, look: lookForLVM2)
    static let linuxRAID = Format(word: "linux-raid", claimsFirstSector: false, look: lookForLinuxRAID)
    static let zfs = Format(word: "zfs", claimsFirstSector: false, look: lookForZFS)

    /// A physical volume's label lies in one of its first four sectors (lvm2, lib/label/label.h).
    private static func lookForLVM2(_ window: Window) throws(EvidenceError) -> Recognition? {
        for sector in Int64(0)..<4 {
            if let label = try window.structure(at: sector * 512, byteCount: 512), label.holds("LABELONE", at: 0),
                label.holds("LVM2 001", at: 24)
            {
                return Recognition("lvm2", obstacle: .managed("LVM2 physical volume"))
            }
        }
        return nil
    }

    /// A superblock of Linux software RAID (Linux, md_p.h): version 1 at the start, 4 KiB behind it or 8 KiB before the
    /// end, version 0.90 in the last 64 KiB. A mirror whose superblock lies at the end holds its file system from the
    /// start on, as if there were no RAID: it is left to the formats that follow.
    private static func lookForLinuxRAID(_ window: Window) throws(EvidenceError) -> Recognition? {
        let magic: UInt32 = 0xA92B_4EFC
        let nearEnd = (window.byteCount - 8192) & ~4095
        for position in [0, 4096, nearEnd] {
            guard let block = try window.structure(at: position, byteCount: 256), block.le32(0) == magic,
                block.le32(4) == 1
            else { continue }
            let level = Int32(bitPattern: block.le32(72))
            if position == nearEnd, level == 1 { return nil }
            return Recognition("linux-raid", label: block.text(32, 32), obstacle: raid(level))
        }
        let last = window.byteCount & ~65_535 - 65_536
        guard let block = try window.structure(at: last, byteCount: 4096),
            block.le32(0) == magic || block.be32(0) == magic
        else { return nil }
        let level = Int32(bitPattern: block.le32(0) == magic ? block.le32(28) : block.be32(28))
        return level == 1 ? nil : Recognition("linux-raid", obstacle: raid(level))
    }

    private static func raid(_ level: Int32) -> Obstacle { .managed("a member of a Linux RAID of level \(level)") }

    /// One of the uberblocks in the first label of a pool's device (OpenZFS, uberblock_impl.h).
    private static func lookForZFS(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let ring = try window.structure(at: 131_072, byteCount: 131_072) else { return nil }
        let isFound = stride(from: 0, to: ring.byteCount, by: 1024).contains {
            ring.le64($0) == 0x00BA_B10C || ring.be64($0) == 0x00BA_B10C
        }
        return isFound ? Recognition("zfs", obstacle: .unsupported("ZFS")) : nil
    }
}
