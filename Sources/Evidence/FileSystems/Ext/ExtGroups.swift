internal import Findings

/// The groups of an ext file system: where the inodes are, and which blocks and inodes are in use.
final class ExtGroups {
    let superblock: ExtSuperblock
    private let start: Int64
    private let device: any Device
    /// What was asked for last.
    private var last: (group: UInt64, descriptor: Descriptor)?
    private var inodeBitmap: (group: UInt64, bitmap: Result<[UInt8], EvidenceError>)?

    struct Descriptor {
        let blockBitmap: UInt64
        let inodeBitmap: UInt64
        let inodeTable: UInt64
        /// The bitmaps were never written: nothing but the file system's own blocks is in use.
        let blocksAreUnused: Bool
        let inodesAreUnused: Bool
    }

    init(_ superblock: ExtSuperblock, start: Int64, on device: any Device) {
        (self.superblock, self.start, self.device) = (superblock, start, device)
    }

    /// Where on the device a block lies; nil for one outside of the volume.
    func offset(ofBlock block: UInt64) -> Int64? {
        guard block < superblock.blockCount else { return nil }
        return (Int64(block) * superblock.blockSize).adding(start)
    }

    /// Reads a block.
    func block(_ number: UInt64) throws(EvidenceError) -> [UInt8] {
        guard let offset = offset(ofBlock: number) else {
            throw damage(.clusterOutsideVolume, "block \(number) is outside of the volume", at: nil)
        }
        let bytes = try device.bytes(at: offset, byteCount: Int(superblock.blockSize))
        guard bytes.count == superblock.blockSize else {
            throw damage(.truncatedImage, "The volume goes on behind the end of the image", at: offset)
        }
        return bytes
    }

    func damage(_ reason: Failure.Reason, _ cause: String, at offset: Int64?) -> EvidenceError {
        EvidenceError(
            reason, path: "ext", byteOffset: offset, byteCount: offset.map { _ in superblock.blockSize }, cause: cause)
    }

    func descriptor(of group: UInt64) throws(EvidenceError) -> Descriptor {
        if let last, last.group == group { return last.descriptor }
        let perBlock = UInt64(superblock.blockSize) / UInt64(superblock.descriptorSize)
        let bytes = try block(descriptorBlock(group / perBlock))[...]
        let at = Int(group % perBlock) * superblock.descriptorSize
        let isLong = superblock.descriptorSize >= 64
        func number(_ low: Int, _ high: Int) -> UInt64 {
            UInt64(bytes.le32(at + low) ?? 0) | (isLong ? UInt64(bytes.le32(at + high) ?? 0) << 32 : 0)
        }
        let flags = bytes.le16(at + 18) ?? 0
        let descriptor = Descriptor(
            blockBitmap: number(0, 32), inodeBitmap: number(4, 36), inodeTable: number(8, 40),
            blocksAreUnused: flags & 2 != 0, inodesAreUnused: flags & 1 != 0)
        last = (group, descriptor)
        return descriptor
    }

    private func descriptorBlock(_ index: UInt64) -> UInt64 {
        guard let spread = superblock.firstSpreadDescriptors, index >= spread else {
            return superblock.superblockBlock + 1 + index
        }
        let perBlock = UInt64(superblock.blockSize) / UInt64(superblock.descriptorSize)
        let group = index * perBlock
        return firstBlock(of: group) + (superblock.hasSuperblock(group) ? 1 : 0)
    }

    func firstBlock(of group: UInt64) -> UInt64 { superblock.firstBlock + group * superblock.blocksPerGroup }

    // MARK: Inodes

    /// The bytes of an inode.
    func inode(_ number: UInt64) throws(EvidenceError) -> ArraySlice<UInt8> {
        guard number >= 1, number <= superblock.inodeCount else {
            throw damage(
                .damagedEntry, "there is no inode \(number): the last one is \(superblock.inodeCount)", at: nil)
        }
        return try bytes(at: range(ofInode: number))[...]
    }

    /// Where on the device an inode lies.
    func range(ofInode number: UInt64) throws(EvidenceError) -> ByteRange {
        let group = (number - 1) / superblock.inodesPerGroup
        let position = Int64((number - 1) % superblock.inodesPerGroup) * Int64(superblock.inodeSize)
        let (block, tooFar) = try descriptor(of: group).inodeTable.addingReportingOverflow(
            UInt64(position / superblock.blockSize))
        guard !tooFar, let offset = offset(ofBlock: block) else {
            throw damage(
                .clusterOutsideVolume, "the table of inodes of group \(group) is outside of the volume", at: nil)
        }
        return ByteRange(offset: offset + position % superblock.blockSize, byteCount: Int64(superblock.inodeSize))
    }

    func isInodeInUse(_ number: UInt64) throws(EvidenceError) -> Bool {
        guard number >= 1, number <= superblock.inodeCount else { return false }
        let bytes = try inodeBitmap(of: (number - 1) / superblock.inodesPerGroup)
        let index = Int((number - 1) % superblock.inodesPerGroup)
        return index / 8 < bytes.count && bytes[index / 8] & 1 << (index % 8) != 0
    }

    /// Which inodes of a group are in use, a bit for each; empty where none ever was.
    func inodeBitmap(of group: UInt64) throws(EvidenceError) -> [UInt8] {
        if let inodeBitmap, inodeBitmap.group == group { return try inodeBitmap.bitmap.get() }
        let bitmap = Result { () throws(EvidenceError) in
            let descriptor = try descriptor(of: group)
            return descriptor.inodesAreUnused ? [] : try block(descriptor.inodeBitmap)
        }
        inodeBitmap = (group, bitmap)
        return try bitmap.get()
    }

    // MARK: Blocks

    /// Tells the blocks of the volume in order, joined where they are alike.
    func forEachExtent(_ body: (_ first: UInt64, _ count: UInt64, _ isInUse: Bool) throws -> Void) throws {
        for group in 0..<superblock.groupCount {
            let first = firstBlock(of: group)
            let count = min(superblock.blocksPerGroup, superblock.blockCount - first)
            let descriptor = try descriptor(of: group)
            guard !descriptor.blocksAreUnused else {
                let own = min(count, ownBlockCount(of: group))
                if own > 0 { try body(first, own, true) }
                if count > own { try body(first + own, count - own, false) }
                continue
            }
            var runs = BitRuns()
            let perBit = superblock.blocksPerBit
            let told = { (bits: Range<UInt64>, isInUse: Bool) in
                let start = min(bits.lowerBound * perBit, count)
                let end = min(bits.upperBound * perBit, count)
                if end > start { try body(first + start, end - start, isInUse) }
            }
            try runs.add(block(descriptor.blockBitmap), limit: (count - 1) / perBit + 1, told)
            try runs.finish(told)
        }
    }

    /// The blocks at the beginning of a group that the file system itself fills.
    private func ownBlockCount(of group: UInt64) -> UInt64 {
        superblock.hasSuperblock(group) ? 1 + superblock.descriptorBlockCount : 0
    }

    /// Whether any of the blocks in a range of the device is in use; false where that cannot be read.
    func isAnyInUse(_ range: ByteRange) -> Bool {
        guard range.byteCount > 0, range.offset >= start else { return false }
        var block = UInt64((range.offset - start) / superblock.blockSize)
        let last = UInt64((range.end - 1 - start) / superblock.blockSize)
        while block <= last, block >= superblock.firstBlock, block < superblock.blockCount {
            let group = (block - superblock.firstBlock) / superblock.blocksPerGroup
            let next = firstBlock(of: group + 1)
            if let descriptor = try? descriptor(of: group), !descriptor.blocksAreUnused,
                let bytes = try? self.block(descriptor.blockBitmap)
            {
                let first = (block - firstBlock(of: group)) / superblock.blocksPerBit
                let end = (min(last + 1, next) - firstBlock(of: group) - 1) / superblock.blocksPerBit
                for bit in first...end where Int(bit / 8) < bytes.count && bytes[Int(bit / 8)] & 1 << (bit % 8) != 0 {
                    return true
                }
            }
            block = next
        }
        return false
    }

    /// Reads a small range of the device.
    func bytes(at range: ByteRange) throws(EvidenceError) -> [UInt8] {
        let bytes = try device.bytes(at: range.offset, byteCount: Int(range.byteCount))
        guard bytes.count == range.byteCount else {
            throw damage(.truncatedImage, "The volume goes on behind the end of the image", at: range.offset)
        }
        return bytes
    }
}
