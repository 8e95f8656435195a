internal import Findings

/// The files of an ext file system.
final class ExtTree: FileTree {
    private let groups: ExtGroups
    private let planner: ExtItems
    private let stillParsing: () -> Void

    init(_ groups: ExtGroups, _ recorder: WalkRecorder) {
        (self.groups, stillParsing) = (groups, recorder.stillParsing)
        planner = ExtItems(groups, recorder)
    }

    let rootAddress: UInt64 = 2
    let foldersHaveLinks = false
    /// An inode keeps the map of its blocks, or has none: there is nothing to look for.
    var recoversContent = true

    /// Names in use come first, in pieces by their inodes' numbers: a folder's own order is by hashes, which would have
    /// the table of inodes read back and forth. Of the deleted names those are left out that are copies of others in
    /// the same folder, as splitting a block leaves them.
    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws {
        let inode = try ExtInode(folder, in: groups)
        var (pieces, known, damage): ([TreeName], Set<UInt64>, EvidenceError?) = ([], [], nil)
        func tellPieces() throws {
            try pieces.sorted { $0.address < $1.address }.forEach(body)
            pieces.removeAll(keepingCapacity: true)
        }
        do {
            try forEachName(in: inode) { name in
                guard name.isAllocated else { return }
                known.insert(name.fingerprint)
                pieces.append(name)
                if pieces.count == Self.pieceLimit { try tellPieces() }
            }
        } catch let error as EvidenceError {
            damage = error
        }
        try tellPieces()
        do {
            try forEachName(in: inode) { name in
                if !name.isAllocated, known.insert(name.fingerprint).inserted { try body(name) }
            }
        } catch is EvidenceError {}
        if let damage { throw damage }
    }

    /// How many names are sorted together.
    private static let pieceLimit = 1 << 18

    /// Tells the names in a folder, block by block.
    /// - Throws: what `body` throws; an `EvidenceError` for the first damage, after the rest was told.
    private func forEachName(in inode: ExtInode, _ body: (TreeName) throws -> Void) throws {
        let names = ExtDirectory(
            lastInode: groups.superblock.inodeCount, isIndexed: inode.flags.contains(.indexed))
        if inode.flags.contains(.inlineData) { return try forEachInlineName(in: inode, names, body) }
        var damage: EvidenceError?
        var left = inode.byteCount > 0 ? (inode.byteCount - 1) / groups.superblock.blockSize + 1 : 0
        for run in try ExtBlockMap.runs(of: inode, in: groups) where run.isWritten {
            guard let first = run.block else {
                left -= Int64(clamping: run.blockCount)
                continue
            }
            for index in 0..<run.blockCount where left > 0 {
                left -= 1
                let number = first.addingReportingOverflow(index).partialValue
                guard let block = block(number, &damage) else { continue }
                if let words = try names.read(block[...], isAllocated: inode.isInUse, body) {
                    damage =
                        damage
                        ?? groups.damage(
                            .damagedEntry, "Block \(number) of the folder: \(words)", at: groups.offset(ofBlock: number)
                        )
                }
            }
        }
        if let damage { throw damage }
    }

    private func block(_ number: UInt64, _ damage: inout EvidenceError?) -> [UInt8]? {
        do throws(EvidenceError) {
            return try groups.block(number)
        } catch {
            damage = damage ?? error
            return nil
        }
    }

    /// A folder that is kept in its inode begins with the number of the folder that it is in.
    private func forEachInlineName(
        in inode: ExtInode, _ names: ExtDirectory, _ body: (TreeName) throws -> Void
    ) throws {
        let content = try inode.inlineContent()
        // The first 60 bytes and what lies behind them are filled apart.
        for part in [content.prefix(60).dropFirst(4), content.dropFirst(60)] {
            if let words = try names.read(part, isAllocated: inode.isInUse, body) {
                throw groups.damage(.damagedEntry, "The folder in its inode: \(words)", at: nil)
            }
        }
    }

    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile {
        let inode = try ExtInode(address, in: groups)
        if isAllocated == true, !inode.isInUse, !inode.wasUsed {
            throw groups.damage(.damagedEntry, "The name leads to inode \(address), which is no file", at: nil)
        }
        return TreeFile(
            isAllocated: inode.isInUse, isFolder: inode.kind == .directory,
            items: [planner.item(of: inode, isAllocated: isAllocated ?? inode.isInUse)])
    }

    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        var search = ExtInodeSearch(groups, stillParsing)
        try search.forEachUsed(body, lost: lost)
    }
}

extension TreeName {
    /// Tells names and addresses apart (FNV-1a, 64 bits).
    fileprivate var fingerprint: UInt64 {
        let prime: UInt64 = 0x100_0000_01B3
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for shift in stride(from: 0, to: 64, by: 8) { hash = (hash ^ (address >> UInt64(shift) & 0xFF)) &* prime }
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
        return hash
    }
}
