internal import Findings

/// Where the content of an inode lies: its extents (ext4), or its pointers to blocks and to blocks of pointers.
struct ExtBlockMap {
    private let groups: ExtGroups
    private let inode: ExtInode
    private var runs: [BlockRun] = []
    /// The first block of the file that is not described yet.
    private var next: UInt64 = 0
    private var visited: UInt64 = 0
    /// Blocks of the file that the size asks for; pointers beyond are not followed.
    private let wanted: UInt64

    /// The most pieces of one file: 32 MiB of run list.
    private static let runLimit = 1 << 20
    /// Nodes that are not needed for the size: those of blocks that were allocated ahead.
    private static let spareNodeLimit: UInt64 = 1024

    /// - Returns: runs that cover the inode's size, and further ones that were allocated ahead.
    static func runs(of inode: ExtInode, in groups: ExtGroups) throws(EvidenceError) -> [BlockRun] {
        var map = ExtBlockMap(groups, inode)
        if inode.flags.contains(.extents) {
            try map.follow(inode.root, depth: nil)
        } else {
            try map.followPointers()
        }
        if map.next < map.wanted { try map.append(nil, map.wanted - map.next) }
        return map.runs
    }

    private init(_ groups: ExtGroups, _ inode: ExtInode) {
        (self.groups, self.inode) = (groups, inode)
        let blockSize = groups.superblock.blockSize
        wanted = UInt64(max(0, inode.byteCount) / blockSize) + (inode.byteCount % blockSize > 0 ? 1 : 0)
    }

    private func damage(_ words: String) -> EvidenceError {
        groups.damage(.damagedEntry, "The map of its blocks is damaged: \(words)", at: nil)
    }

    private mutating func append(_ block: UInt64?, _ count: UInt64, isWritten: Bool = true) throws(EvidenceError) {
        guard count > 0 else { return }
        next += count
        if let last = runs.last, last.isWritten == isWritten {
            let continues = block == nil ? last.block == nil : last.block.map { $0 + last.blockCount } == block
            if continues {
                runs[runs.count - 1].blockCount += count
                return
            }
        }
        guard runs.count < Self.runLimit else { throw damage("it has more than \(Self.runLimit) pieces") }
        runs.append(BlockRun(block: block, blockCount: count, isWritten: isWritten))
    }

    // MARK: Extents

    /// - Parameter depth: how far above the leaves the node must be; nil for the root, which says so itself.
    private mutating func follow(_ node: ArraySlice<UInt8>, depth: UInt16?) throws(EvidenceError) {
        guard node.le16(0) == 0xF30A, let count = node.le16(2), let level = node.le16(6) else {
            throw damage("a node of its extents does not begin as one")
        }
        visited += 1
        guard level <= 5, depth == nil || depth == level,
            visited <= wanted.addingReportingOverflow(Self.spareNodeLimit).partialValue,
            node.part(12, 12 * Int(count)) != nil
        else { throw damage("a node of its extents is at level \(level) with \(count) entries") }
        for index in 0..<Int(count) {
            guard let entry = node.part(12 + 12 * index, 12), let first = entry.le32(0) else { return }
            guard UInt64(first) >= next else { throw damage("its extents are out of order at block \(first)") }
            if level == 0 {
                try add(entry, first: UInt64(first))
            } else {
                let block = UInt64(entry.le32(4) ?? 0) | UInt64(entry.le16(8) ?? 0) << 32
                try follow(groups.block(block)[...], depth: level - 1)
            }
        }
    }

    private mutating func add(_ entry: ArraySlice<UInt8>, first: UInt64) throws(EvidenceError) {
        let length = UInt64(entry.le16(4) ?? 0)
        let start = UInt64(entry.le32(8) ?? 0) | UInt64(entry.le16(6) ?? 0) << 32
        try append(nil, first - next)
        // Above 2^15 blocks the length means blocks that are the file's, but were never written.
        let isWritten = length <= 32_768
        try append(start, isWritten ? length : length - 32_768, isWritten: isWritten)
    }

    // MARK: Pointers

    private mutating func followPointers() throws(EvidenceError) {
        for index in 0..<15 where next < wanted {
            let pointer = inode.root.le32(4 * index) ?? 0
            try follow(pointer, level: max(0, index - 11))
        }
    }

    /// - Parameter level: how many blocks of pointers lie between the pointer and the content.
    private mutating func follow(_ pointer: UInt32, level: Int) throws(EvidenceError) {
        guard level > 0 else { return try append(pointer == 0 ? nil : UInt64(pointer), 1) }
        let perBlock = UInt64(groups.superblock.blockSize / 4)
        let reach = (0..<level).reduce(1 as UInt64) { product, _ in product * perBlock }
        guard pointer != 0 else { return try append(nil, min(reach, wanted - next)) }
        let block = try groups.block(UInt64(pointer))[...]
        for index in 0..<Int(perBlock) where next < wanted {
            try follow(block.le32(4 * index) ?? 0, level: level - 1)
        }
    }
}
