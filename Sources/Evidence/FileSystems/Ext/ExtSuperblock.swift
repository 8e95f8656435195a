internal import Findings

/// The superblock of ext2, ext3 or ext4 (Linux kernel, Documentation/filesystems/ext4).
struct ExtSuperblock {
    let inodeCount: UInt64
    let blockCount: UInt64
    let blockSize: Int64
    /// The first block of the first group: 1 where blocks are as small as the boot area.
    let firstBlock: UInt64
    let blocksPerGroup: UInt64
    /// How many blocks a bit of a group's bitmap stands for.
    let blocksPerBit: UInt64
    let inodesPerGroup: UInt64
    let inodeSize: Int
    /// Inodes below are the file system's own.
    let firstInode: UInt64
    /// Further inodes of the file system itself: quotas, and the list of inodes that are to be deleted.
    let ownInodes: Set<UInt64>
    let descriptorSize: Int
    /// The journal holds changes that were not made in their place yet.
    let needsRecovery: Bool
    /// From this group of descriptors on they lie among the groups that they describe; nil where all lie in front.
    let firstSpreadDescriptors: UInt64?
    private let backups: Backups

    private enum Backups {
        case everywhere
        case sparse
        case two(UInt64, UInt64)
    }

    private static let offset: Int64 = 1024

    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let start = volume.range.offset + Self.offset
        let bytes = try device.bytes(at: start, byteCount: 1024)[...]
        func refusal(_ words: String) -> EvidenceError {
            EvidenceError(
                .fileSystemDamaged, path: "volume \(volume.index)", byteOffset: start, byteCount: 1024,
                cause: "The superblock of ext is damaged: \(words)")
        }
        guard bytes.count == 1024, bytes.le16(56) == 0xEF53 else { throw refusal("it is not there") }
        let word = { (offset: Int) in UInt64(bytes.le32(offset) ?? 0) }
        let (compatible, readable) = (word(96), word(100))
        guard word(24) <= 6 else { throw refusal("blocks of 2^\(word(24) + 10) bytes") }
        blockSize = 1024 << Int64(word(24))
        needsRecovery = compatible & 4 != 0
        let is64Bit = compatible & 0x80 != 0
        inodeCount = word(0)
        blockCount = word(4) | (is64Bit ? word(0x150) << 32 : 0)
        (firstBlock, blocksPerGroup, inodesPerGroup) = (word(20), word(32), word(40))
        blocksPerBit = readable & 0x200 != 0 ? 1 << min(20, word(28) - min(word(28), word(24))) : 1
        let isOld = word(76) == 0
        inodeSize = isOld ? 128 : Int(bytes.le16(88) ?? 0)
        firstInode = isOld ? 11 : max(word(84), 11)
        let stated = Int(bytes.le16(254) ?? 0)
        descriptorSize = is64Bit ? stated : 32
        firstSpreadDescriptors = compatible & 0x10 != 0 ? word(260) : nil
        ownInodes = Set([0x240, 0x244, 0x26C, 0x280].map(word)).subtracting([0])
        backups =
            word(92) & 0x200 != 0
            ? .two(word(0x24C), word(0x250)) : readable & 1 != 0 ? .sparse : .everywhere
        guard blocksPerGroup > 0, inodesPerGroup > 0, inodeCount > 0, firstBlock < blockCount,
            Int64(exactly: blockCount)?.multiplied(by: blockSize) != nil
        else { throw refusal("\(blockCount) blocks, \(inodeCount) inodes") }
        guard inodeSize >= 128, inodeSize <= blockSize, (32...1024).contains(descriptorSize) else {
            throw refusal("inodes of \(inodeSize) bytes, descriptors of \(descriptorSize)")
        }
    }

    /// The block of the first superblock: not the first group's first one where blocks of 1 KiB count from 0, as with
    /// clusters of several.
    var superblockBlock: UInt64 { blockSize == Self.offset ? 1 : 0 }

    var groupCount: UInt64 { (blockCount - firstBlock - 1) / blocksPerGroup + 1 }

    /// Whether a group begins with a copy of the superblock.
    func hasSuperblock(_ group: UInt64) -> Bool {
        if group == 0 { return true }
        switch backups {
        case .everywhere: return true
        case .two(let one, let other): return group == one || group == other
        case .sparse:
            return group == 1
                || [UInt64(3), 5, 7].contains { base in
                    var power = base
                    while power < group { power *= base }
                    return power == group
                }
        }
    }

    /// How many blocks the descriptors of all groups fill.
    var descriptorBlockCount: UInt64 {
        let perBlock = UInt64(blockSize) / UInt64(descriptorSize)
        return (groupCount - 1) / perBlock + 1
    }
}
