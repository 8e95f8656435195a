internal import Findings

/// The files of a FAT volume.
final class FATTree: FileTree {
    private let boot: FATBoot
    private let planner: ClusterPlanner
    private var heap: ClusterHeap { boot.heap }
    private var isLarge: Bool { boot.width == .bits28 }

    let rootAddress = ClusterHeap.rootAddress
    let foldersHaveLinks = false
    var recoversContent = true

    private let stillParsing: () -> Void

    /// - Parameter stillParsing: is told again and again while free space is searched.
    init(_ boot: FATBoot, stillParsing: @escaping () -> Void) {
        (self.boot, self.stillParsing) = (boot, stillParsing)
        planner = ClusterPlanner(heap: boot.heap, table: boot.table, use: boot.table)
    }

    // MARK: Folders

    /// A folder has at most 65,536 entries; four times as many are read.
    private static let folderLimit: UInt64 = 8 << 20

    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws {
        var reader = FATFolderReader(heap, isRoot: folder == rootAddress, hasHighWord: isLarge)
        if folder == rootAddress, boot.rootCluster == nil {
            try reader.read(at: heap.entryOffset, Int(boot.rootByteCount), isAllocated: true, body)
            if let damage = reader.damage { throw damage }
            return
        }
        let first = try firstCluster(of: folder)
        guard isAllocated else {
            // The chain of a deleted folder is gone: its first cluster is all that is known.
            guard let offset = heap.offset(ofCluster: first) else { return }
            try reader.read(at: offset, Int(heap.clusterSize), isAllocated: false, body)
            if let damage = reader.damage { throw damage }
            return
        }
        let chain = try FolderClusters(from: first, in: boot.table, byteLimit: Self.folderLimit)
        for cluster in chain.clusters {
            guard let offset = heap.offset(ofCluster: cluster) else { continue }
            try reader.read(at: offset, Int(heap.clusterSize), isAllocated: true, body)
        }
        if let damage = reader.unreadable ?? chain.damage ?? reader.damage { throw damage }
    }

    private func firstCluster(of folder: UInt64) throws(EvidenceError) -> UInt64 {
        if folder == rootAddress { return boot.rootCluster ?? 0 }
        return try entry(at: folder).content(hasHighWord: isLarge).firstCluster
    }

    // MARK: Files

    private func entry(at address: UInt64) throws(EvidenceError) -> FATEntry {
        guard let offset = heap.offset(ofEntry: address) else {
            throw EvidenceError(.damagedEntry, path: "FAT", cause: "There is no entry \(address)")
        }
        return FATEntry(try heap.bytes(at: offset, ClusterHeap.entrySize)[...])
    }

    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile {
        let entry = try entry(at: address)
        let content = entry.content(hasHighWord: isLarge)
        let isAllocated = isAllocated ?? false
        var planned = PlannedItem(
            Item(
                ordinal: 0, address: String(address), path: [], kind: entry.isFolder ? .directory : .file,
                isAllocated: isAllocated, byteCount: entry.isFolder ? nil : Int64(content.byteCount),
                created: entry.created, modified: entry.modified, accessed: entry.accessed, reading: .nothing))
        var isListed = entry.isFolder
        if entry.isLabel {
            planned.item.reading = .inline([])
        } else if entry.isFolder {
            isListed = plan(folder: &planned, content.firstCluster)
        } else if isAllocated {
            planned.use(planner.plan(content))
        } else if recoversContent {
            let recovered = planner.recover(content)
            planned.use(recovered.plan)
            planned.item.isOverwritten = recovered.isOverwritten
        }
        return TreeFile(
            isAllocated: isAllocated, isFolder: isListed, items: [planned], name: try name(of: entry, at: address),
            folderContent: isListed ? content.firstCluster : nil)
    }

    /// - Returns: whether the folder is listed.
    private func plan(folder planned: inout PlannedItem, _ first: UInt64) -> Bool {
        guard heap.contains(first) else {
            if planned.item.isAllocated {
                let words = "The folder begins at cluster \(first), and the volume's last one is \(heap.lastCluster)"
                planned.losses.append(.init(reason: .clusterOutsideVolume, detail: words))
                planned.isUnlisted = true
            }
            return false
        }
        guard !planned.item.isAllocated else { return true }
        planned.item.isOverwritten = boot.table.isInUse(first)
        return !planned.item.isOverwritten
    }

    /// The name that an entry without a folder has: its long one where that stands in front of it.
    private func name(of entry: FATEntry, at address: UInt64) throws(EvidenceError) -> [UInt8] {
        guard let offset = heap.offset(ofEntry: address), let cluster = heap.cluster(at: offset),
            let start = heap.offset(ofCluster: cluster)
        else { return entry.shortName }
        let size = ClusterHeap.entrySize
        let first = max(start, offset - Int64(FATLongName.partLimit * size))
        let before = try heap.bytes(at: first, Int(offset - first))
        var long = FATLongName()
        for position in stride(from: 0, to: before.count, by: size) {
            let entry = FATEntry(before[position..<position + size])
            if entry.isLongName { long.add(entry) } else { long = FATLongName() }
        }
        return long.take(for: entry)?.name ?? entry.shortName
    }

    // MARK: Orphans

    /// Looks for entries in clusters that are in use by nothing: what is left of folders that were deleted.
    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        let search = OrphanSearch(heap, boot.table, stillParsing)
        let isLarge = isLarge
        try search.forEachSector { sector, _, offset in
            let entries = (0..<sector.count / ClusterHeap.entrySize).map { index in
                FATEntry(sector[sector.startIndex + 32 * index..<sector.startIndex + 32 * (index + 1)])
            }
            guard let first = entries.first, self.canBegin(first) else { return true }
            for (index, entry) in entries.enumerated() where !entry.isLongName && !entry.isDots {
                guard entry.isPlausible(in: self.heap, hasHighWord: isLarge) else { continue }
                let address = self.heap.address(ofEntryAt: offset + Int64(index * ClusterHeap.entrySize))
                if !body(address) { return false }
            }
            return true
        }
    }

    /// Whether a sector that begins so can be one of a folder.
    private func canBegin(_ entry: FATEntry) -> Bool {
        entry.isLongName || entry.isDots || entry.isPlausible(in: heap, hasHighWord: isLarge)
    }
}
