internal import Findings

/// The files of an exFAT volume.
final class ExFATTree: FileTree {
    private let boot: ExFATBoot
    private let use: any ClusterUse
    private let planner: ClusterPlanner
    private var heap: ClusterHeap { boot.heap }

    let rootAddress = ClusterHeap.rootAddress
    let foldersHaveLinks = false
    var recoversContent = true

    private let stillParsing: () -> Void

    /// - Parameter stillParsing: is told again and again while free space is searched.
    init(_ boot: ExFATBoot, _ use: any ClusterUse, stillParsing: @escaping () -> Void) {
        (self.boot, self.use, self.stillParsing) = (boot, use, stillParsing)
        planner = ClusterPlanner(heap: boot.heap, table: boot.table, use: use)
    }

    // MARK: Folders

    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws {
        let content = try self.content(ofFolder: folder)
        let isRoot = folder == rootAddress
        // Where the bitmap cannot be read it contradicts nothing.
        let isFree = !((try? use.isInUse(content.firstCluster)) ?? true)
        let folder = try ExFATFolder(content, boot, isAllocated: isAllocated, isFree: isFree, isRoot: isRoot)
        var isBehindEnd = false
        while let (entry, position) = try folder.next() {
            let type = entry.byte(0) ?? 0
            if type == 0 { isBehindEnd = true }
            guard let name = try self.name(of: type, entry, folder) else { continue }
            let isInUse = name.isInUse && isAllocated && !isBehindEnd
            try body(
                TreeName(
                    bytes: name.bytes, address: heap.address(ofEntryAt: position), isAllocated: isInUse,
                    kind: name.isFolder ? .directory : .file))
        }
        if let damage = folder.damage { throw damage }
    }

    private typealias Name = (bytes: [UInt8], isInUse: Bool, isFolder: Bool)

    private func name(of type: UInt8, _ entry: ArraySlice<UInt8>, _ folder: ExFATFolder) throws -> Name? {
        switch ExFATEntrySet.Kind(ofEntry: type) {
        case .file:
            guard let set = ExFATEntrySet(folder.set()) else {
                if type & ExFATEntrySet.Kind.inUse != 0 { folder.noteDamage() }
                return nil
            }
            return (set.name, set.isInUse, set.isFolder)
        case .bitmap where type & ExFATEntrySet.Kind.inUse != 0: return (Array("$ALLOC_BITMAP".utf8), true, false)
        case .upcase where type & ExFATEntrySet.Kind.inUse != 0: return (Array("$UPCASE_TABLE".utf8), true, false)
        case .label: return (Self.labelName(entry, type), true, false)
        default: return nil
        }
    }

    /// A volume's label with the words that libtsk puts behind it.
    private static func labelName(_ entry: ArraySlice<UInt8>, _ type: UInt8) -> [UInt8] {
        let units = type & ExFATEntrySet.Kind.inUse == 0 ? 0 : min(15, Int(entry.byte(1) ?? 0))
        let label = entry.part(2, 2 * units)?.utf8FromUTF16() ?? []
        return (label.isEmpty ? Array("$EMPTY_VOLUME_LABEL".utf8) : label) + Array(" (Volume Label Entry)".utf8)
    }

    private func content(ofFolder address: UInt64) throws(EvidenceError) -> ClusterPlanner.Content {
        if address == rootAddress {
            return .init(firstCluster: boot.rootCluster, byteCount: 0)
        }
        guard let set = try set(at: address) else { throw notAnEntry(address) }
        return set.content
    }

    // MARK: Files

    /// The entries of a set, from an address on. It may go on in the folder's next cluster, which need not be the next
    /// on the disk; the folder alone knows which it is, and the set's checksum tells.
    private func entries(at address: UInt64) throws(EvidenceError) -> ArraySlice<UInt8> {
        let chained = try entries(at: address) { [table = boot.table] cluster throws(EvidenceError) in
            if case .next(let next) = try table.entry(of: cluster) { next } else { cluster + 1 }
        }
        if ExFATEntrySet(chained)?.isIntact == true { return chained }
        guard let row = try? entries(at: address, following: { $0 + 1 }), ExFATEntrySet(row)?.isIntact == true else {
            return chained
        }
        return row
    }

    private func entries(
        at address: UInt64, following: (UInt64) throws(EvidenceError) -> UInt64
    ) throws(EvidenceError) -> ArraySlice<UInt8> {
        guard let offset = heap.offset(ofEntry: address), var cluster = heap.cluster(at: offset),
            let start = heap.offset(ofCluster: cluster)
        else { throw notAnEntry(address) }
        var bytes = try heap.bytes(at: offset, ExFATEntrySet.entrySize)
        guard ExFATEntrySet.Kind(ofEntry: bytes[0]) == .file else { return bytes[...] }
        let size = (Int(bytes[1]) + 1) * ExFATEntrySet.entrySize
        bytes = try heap.bytes(at: offset, min(size, Int(start + heap.clusterSize - offset)))
        while bytes.count < size {
            cluster = try following(cluster)
            guard let next = heap.offset(ofCluster: cluster) else { break }
            bytes += try heap.bytes(at: next, min(size - bytes.count, Int(heap.clusterSize)))
        }
        return bytes[...]
    }

    private func set(at address: UInt64) throws(EvidenceError) -> ExFATEntrySet? {
        ExFATEntrySet(try entries(at: address))
    }

    private func notAnEntry(_ address: UInt64) -> EvidenceError {
        EvidenceError(.damagedEntry, path: "exFAT", cause: "There is no entry of a file at \(address)")
    }

    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile {
        let entries = try entries(at: address)
        let isAllocated = isAllocated ?? false
        if let set = ExFATEntrySet(entries) { return file(set, address, isAllocated) }
        var planned = PlannedItem(
            Item(
                ordinal: 0, address: String(address), path: [], kind: .file, isAllocated: isAllocated, byteCount: 0,
                reading: .nothing))
        switch ExFATEntrySet.Kind(ofEntry: entries.byte(0) ?? 0) {
        case .bitmap, .upcase:
            let size = entries.le64(24) ?? 0
            planned.item.byteCount = Int64(clamping: size)
            planned.use(
                planner.plan(
                    .init(firstCluster: UInt64(entries.le32(20) ?? 0), byteCount: size)))
        case .label: planned.item.reading = .inline([])
        default: throw notAnEntry(address)
        }
        return TreeFile(isAllocated: isAllocated, isFolder: false, items: [planned])
    }

    private func file(_ set: ExFATEntrySet, _ address: UInt64, _ isAllocated: Bool) -> TreeFile {
        var planned = PlannedItem(
            Item(
                ordinal: 0, address: String(address), path: [], kind: set.isFolder ? .directory : .file,
                isAllocated: isAllocated, byteCount: set.isFolder ? nil : Int64(clamping: set.content.byteCount),
                created: set.created, modified: set.modified, accessed: set.accessed, reading: .nothing))
        if isAllocated, !set.isIntact {
            let words = "The checksum of its entries does not fit: some of what they say may be wrong"
            planned.losses.append(.init(reason: .damagedEntry, detail: words))
        }
        var isListed = set.isFolder
        if set.isFolder {
            isListed = plan(folder: &planned, set.content)
        } else if isAllocated {
            planned.use(planner.plan(set.content))
        } else if recoversContent {
            let recovered = planner.recover(set.content)
            planned.use(recovered.plan)
            planned.item.isOverwritten = recovered.isOverwritten
        }
        return TreeFile(
            isAllocated: isAllocated, isFolder: isListed, items: [planned], name: set.name,
            folderContent: isListed ? set.content.firstCluster : nil)
    }

    /// - Returns: whether the folder is listed.
    private func plan(folder planned: inout PlannedItem, _ content: ClusterPlanner.Content) -> Bool {
        guard heap.contains(content.firstCluster) else {
            if planned.item.isAllocated, content.byteCount > 0 || content.firstCluster != 0 {
                let words = "The folder begins at cluster \(content.firstCluster); the last one is \(heap.lastCluster)"
                planned.losses.append(.init(reason: .clusterOutsideVolume, detail: words))
                planned.isUnlisted = true
            }
            return false
        }
        guard !planned.item.isAllocated else { return true }
        planned.item.isOverwritten = (try? use.isInUse(content.firstCluster)) ?? true
        return !planned.item.isOverwritten
    }

    // MARK: Orphans

    /// Looks for sets of entries in clusters that are in use by nothing.
    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        let heap = heap
        try OrphanSearch(heap, use, stillParsing).forEachSector { sector, following, offset in
            for position in stride(from: 0, to: sector.count, by: ExFATEntrySet.entrySize) {
                // A set may begin in one sector and end in the next.
                let bytes = sector.dropFirst(position)
                guard ExFATEntrySet.Kind(ofEntry: bytes.byte(0) ?? 0) == .file,
                    let set = ExFATEntrySet(Array(bytes + following.prefix(ExFATEntrySet.byteLimit))[...]),
                    set.isPlausible(in: heap)
                else { continue }
                if !body(heap.address(ofEntryAt: offset + Int64(position))) { return false }
            }
            return true
        }
    }
}

extension ExFATEntrySet {
    /// Whether bytes that are no part of a folder in use look like a set all the same.
    fileprivate func isPlausible(in heap: ClusterHeap) -> Bool {
        content.byteCount <= UInt64(heap.byteCount)
            && (content.firstCluster == 0 ? content.byteCount == 0 : heap.contains(content.firstCluster))
            && created != nil && modified != nil
    }
}
