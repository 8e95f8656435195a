internal import Findings

/// Reads the entries of a folder, cluster by cluster.
struct FATFolderReader {
    private let heap: ClusterHeap
    private let isRoot: Bool
    private let hasHighWord: Bool
    private var longName = FATLongName()
    private var isBehindEnd = false
    private var damagedCount = 0
    private var firstDamaged: Int64?
    /// The first part of the folder that cannot be read.
    private(set) var unreadable: EvidenceError?

    init(_ heap: ClusterHeap, isRoot: Bool, hasHighWord: Bool) {
        (self.heap, self.isRoot, self.hasHighWord) = (heap, isRoot, hasHighWord)
    }

    /// - Parameter isAllocated: whether the folder is in use.
    mutating func read(
        at offset: Int64, _ byteCount: Int, isAllocated: Bool, _ body: (TreeName) throws -> Void
    ) throws {
        let (readable, damage) = heap.readableBytes(at: offset, byteCount, filler: FATEntry.deleted)
        unreadable = unreadable ?? damage
        let bytes = readable[...]
        for position in stride(from: 0, to: byteCount / 32 * 32, by: 32) {
            let entry = FATEntry(bytes[position..<position + 32])
            try read(entry, at: offset + Int64(position), isAllocated: isAllocated, body)
        }
    }

    private mutating func read(
        _ entry: FATEntry, at position: Int64, isAllocated: Bool, _ body: (TreeName) throws -> Void
    ) throws {
        if entry.isEnd {
            (isBehindEnd, longName) = (true, FATLongName())
            return
        }
        if entry.isLongName { return longName.add(entry) }
        let long = longName.take(for: entry)
        if entry.isDots { return }
        let isInUse = isAllocated && !isBehindEnd && !entry.isDeleted
        guard isInUse ? entry.isLabel || entry.hasNameAndKind : entry.isPlausible(in: heap, hasHighWord: hasHighWord)
        else {
            if isInUse { note(damageAt: position) }
            return
        }
        // Only the root has a label.
        if entry.isLabel, !isRoot { return note(damageAt: position) }
        var name = TreeName(
            bytes: entry.isLabel ? entry.labelName : long?.name ?? entry.shortName,
            address: heap.address(ofEntryAt: position), isAllocated: isInUse,
            kind: entry.isFolder ? .directory : .file)
        if long?.isCurrent == false { name.further = entry.shortName }
        try body(name)
    }

    private mutating func note(damageAt position: Int64) {
        damagedCount += 1
        firstDamaged = firstDamaged ?? position
    }

    /// What of the folder is no entry, or cannot be read.
    var damage: EvidenceError? {
        guard let firstDamaged, unreadable == nil else { return unreadable }
        return EvidenceError(
            .damagedEntry, path: "FAT", byteOffset: firstDamaged, byteCount: Int64(ClusterHeap.entrySize),
            cause: "\(damagedCount) entries of the folder have names that cannot be, the first at this place")
    }
}
