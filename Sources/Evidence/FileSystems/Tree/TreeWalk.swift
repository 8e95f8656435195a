internal import Findings

/// Walks a file system folder by folder.
///
/// Folders wait on a stack, never on the call stack. Each address is listed once: a further name for a file is a
/// further path, a further name for a folder is a cycle.
final class TreeWalk {
    private let tree: any FileTree
    private let recorder: WalkRecorder
    private let skipped: Set<String>
    private var seen = OrdinalTable()
    /// Orphans that killed an examiner, and were reported for it.
    private var skippedOrphans: Set<UInt64> = []
    private var pending: [Folder] = []
    /// How many names the folder that is being listed has told.
    private var nameCount = 0
    private var pendingByteCount = 0
    /// How often each folder's content is listed, where folders can share it.
    private var listings: [UInt64: Int] = [:]

    private struct Folder {
        let address: UInt64
        /// Starting with "/"; empty for the root.
        var path: [UInt8]
        let isAllocated: Bool
    }

    /// Stands for the search for orphans, as an address.
    private static let orphanAddress = "orphans"

    init(_ tree: any FileTree, _ recorder: WalkRecorder, skipping skipped: Set<String>) {
        (self.tree, self.recorder, self.skipped) = (tree, recorder, skipped)
    }

    func run() throws {
        seen.insert(tree.rootAddress, ordinal: nil)
        if tree.foldersHaveStreams { try recordStreamsOfRoot() }
        pending.append(Folder(address: tree.rootAddress, path: [], isAllocated: true))
        try listPending()
        try listOrphans()
    }

    /// The root is no item, but what it has beside its names is content like any other.
    private func recordStreamsOfRoot() throws {
        let (address, path) = (String(tree.rootAddress), [UInt8(ascii: "/")])
        if skipped.contains(address) { return }
        recorder.willParse(tree.rootAddress, path)
        let items: [PlannedItem]
        do throws(EvidenceError) {
            items = try tree.file(at: tree.rootAddress, isAllocated: true).items
        } catch {
            return try recorder.record(error, address: address, at: path)
        }
        for loss in items.first?.losses ?? [] {
            try recorder.record(loss.reason, address: address, at: path, range: loss.range, loss.detail)
        }
        try recorder.record(
            items.dropFirst().map { planned in
                var planned = planned
                planned.item.path = path
                return planned
            }, in: path)
    }

    // MARK: Folders

    private func listPending() throws {
        while let next = pending.popLast() {
            pendingByteCount -= next.path.count
            try list(next)
        }
    }

    private func list(_ folder: Folder) throws {
        let address = String(folder.address)
        if skipped.contains(address) {
            // Any other folder was reported with its name, and did not get here.
            return try recorder.record(
                .parserCrashed, address: address, at: [UInt8(ascii: "/")],
                "An examiner died while it listed this folder, so it is not listed again")
        }
        recorder.willParse(folder.address, folder.path)
        let firstChild = pending.count
        nameCount = 0
        do {
            try tree.list(folder.address, isAllocated: folder.isAllocated) {
                nameCount += 1
                try visit($0, in: folder)
            }
        } catch let error as EvidenceError {
            let path = folder.path.isEmpty ? [UInt8(ascii: "/")] : folder.path
            let ordinal = seen.ordinal(of: folder.address)
            try recorder.record(error, ordinal: ordinal, address: address, at: path)
            if let ordinal { try recorder.record(nameCount == 0 ? .failed : .partial, of: ordinal) }
        }
        pending[firstChild...].reverse()
    }

    private func visit(_ name: TreeName, in folder: Folder) throws {
        if name.bytes.isEmpty || name.bytes == [UInt8(ascii: ".")] || name.bytes == Array("..".utf8) { return }
        let path = folder.path + [UInt8(ascii: "/")] + name.bytes
        if name.address == 0, !name.isAllocated { return _ = try recordName(name, at: path, in: folder) }
        if skipped.contains(String(name.address)) { return try recordSkipped(name, at: path, in: folder) }
        if name.isAllocated, seen.contains(name.address) { return try visitAgain(name, at: path) }
        recorder.willParse(name.address, path)
        tree.recoversContent = recorder.hasRoomForDeleted
        let file: TreeFile
        do throws(EvidenceError) {
            file = try tree.file(at: name.address, isAllocated: name.isAllocated)
        } catch {
            let ordinal = try recordName(name, at: path, in: folder, isLost: true)
            return try recorder.record(error, ordinal: ordinal, address: String(name.address), at: path)
        }
        // A deleted name whose metadata is another file's by now says that there was a file, and no more.
        if !name.isAllocated, file.isAllocated { return _ = try recordName(name, at: path, in: folder, isReused: true) }
        if seen.contains(name.address) { return try visitAgain(name, at: path) }
        try record(file, name.address, at: path, in: folder.path)
        if name.isAllocated, !file.isAllocated {
            try recorder.record(
                .damagedEntry, ordinal: seen.ordinal(of: name.address), address: String(name.address), at: path,
                "The name is in use, but what it leads to is not")
        }
        if let further = name.further, let ordinal = seen.ordinal(of: name.address) {
            try recorder.record(folder.path + [UInt8(ascii: "/")] + further, furtherOf: ordinal)
        }
    }

    /// A further name of something that was met before.
    private func visitAgain(_ name: TreeName, at path: [UInt8]) throws {
        let ordinal = seen.ordinal(of: name.address)
        let isFolder = name.kind == .directory || name.address == tree.rootAddress
        if let ordinal, !isFolder || !name.isAllocated || tree.foldersHaveLinks {
            return try recorder.record(path, furtherOf: ordinal)
        }
        guard isFolder else { return }
        try recorder.record(
            .directoryCycle, ordinal: ordinal, address: String(name.address), at: path,
            "The folder is listed under another path already, so it is not listed again")
    }

    // MARK: Items

    /// Records a name whose metadata tells nothing about it.
    @discardableResult private func recordName(
        _ name: TreeName, at path: [UInt8], in folder: Folder, isReused: Bool = false, isLost: Bool = false
    ) throws -> Int64 {
        let address = name.isAllocated ? String(name.address) : placeholder(for: name, in: folder)
        let item = Item(
            ordinal: 0, address: address, path: path, kind: name.kind, isAllocated: name.isAllocated,
            isOverwritten: isReused, byteCount: nil, reading: .nothing)
        let ordinal = try recorder.record(item, in: folder.path, isLost: isLost)
        if name.isAllocated { try note(name.address, ordinal, at: path) }
        return ordinal
    }

    /// Notes that an address was met.
    /// - Throws: `WalkEnd` where there is no room for more.
    private func note(_ address: UInt64, _ ordinal: Int64?, at path: [UInt8]) throws {
        seen.insert(address, ordinal: ordinal)
        guard seen.byteCount > recorder.ceilings.metByteCount else { return }
        try recorder.record(
            .memoryLimit, at: path,
            "The addresses of what was listed take more than \(recorder.ceilings.metByteCount) bytes: what follows is not "
                + "listed")
        throw WalkEnd()
    }

    /// The address of a deleted name whose metadata is gone, is another file's, or cannot be read: that alone could be
    /// any number of items. No folder is listed twice, so that the name's place in its folder tells them apart.
    private func placeholder(for name: TreeName, in folder: Folder) -> String {
        "\(name.address)-name-\(folder.address)-\(nameCount)"
    }

    private func recordSkipped(_ name: TreeName, at path: [UInt8], in folder: Folder) throws {
        let ordinal = try recordName(name, at: path, in: folder, isLost: true)
        try recorder.record(
            .parserCrashed, ordinal: ordinal, address: String(name.address), at: path,
            "An examiner died while it parsed this entry, so it is not parsed again")
    }

    /// Records a file's items, and keeps a folder for later.
    private func record(_ file: TreeFile, _ address: UInt64, at path: [UInt8], in folder: [UInt8]) throws {
        var items = file.items
        for index in items.indices { items[index].item.path = path }
        let ordinals = try recorder.record(items, in: folder)
        try note(address, ordinals.first, at: path)
        guard file.isFolder, try isFresh(file, address, at: path, ordinals.first) else { return }
        try keep(Folder(address: address, path: path, isAllocated: file.isAllocated), ordinals.first)
    }

    /// Keeps a folder until it is listed.
    private func keep(_ kept: Folder, _ ordinal: Int64?) throws {
        var folder = kept
        let (address, path) = (kept.address, kept.path)
        if path.count > recorder.ceilings.pathByteCount {
            try recorder.recordDeepFolder(address, ordinal: ordinal, at: path)
            folder.path = VirtualFolder.deep(address)
        }
        guard pendingByteCount + folder.path.count <= recorder.ceilings.pendingByteCount else {
            if let ordinal { try recorder.record(.failed, of: ordinal) }
            return try recorder.record(
                .memoryLimit, ordinal: ordinal, address: String(address), at: path,
                "More than \(recorder.ceilings.pendingByteCount) bytes of folder names wait: this one is not listed")
        }
        pendingByteCount += folder.path.count
        pending.append(folder)
    }
}

extension TreeWalk {
    /// Whether a folder is listed although another has the same content: such a one gives the files further paths, but
    /// a folder full of folders that are all the same would give more than a disk can hold.
    private func isFresh(_ file: TreeFile, _ address: UInt64, at path: [UInt8], _ ordinal: Int64?) throws -> Bool {
        guard let content = file.folderContent else { return true }
        listings[content, default: 0] += 1
        let count = listings[content, default: 0]
        if count > 1, file.isAllocated {
            try recorder.record(
                .directoryCycle, ordinal: ordinal, address: String(address), at: path,
                "The folder has the same clusters as another that is listed already")
        }
        return count <= (file.isAllocated ? 2 : 8)
    }

    // MARK: Orphans

    /// Lists what no folder names: deleted entries whose folder is gone, and files that are in use but nameless.
    private func listOrphans() throws {
        let orphans = try orphans()
        let inner = names(inFoldersAmong: orphans)
        for address in orphans where !inner.isMarked(address) { try visitOrphan(address) }
        // What is left is named by folders that name each other.
        for address in orphans { try visitOrphan(address) }
    }

    private func visitOrphan(_ address: UInt64) throws {
        if seen.contains(address) || skippedOrphans.contains(address) { return }
        if skipped.contains(String(address)) {
            skippedOrphans.insert(address)
            return try recorder.record(
                .parserCrashed, address: String(address), at: VirtualFolder.orphans,
                "An examiner died while it read this file without a name, so it is not read again")
        }
        recorder.willParse(address, VirtualFolder.orphans)
        tree.recoversContent = recorder.hasRoomForDeleted
        let file: TreeFile
        do throws(EvidenceError) {
            file = try tree.file(at: address, isAllocated: nil)
        } catch {
            return try recorder.record(error, address: String(address), at: VirtualFolder.orphans)
        }
        let name = file.name ?? Array("OrphanFile-\(address)".utf8)
        try record(file, address, at: VirtualFolder.orphans + [UInt8(ascii: "/")] + name, in: VirtualFolder.orphans)
        try listPending()
    }

    /// Those that other orphaned folders name: these are listed with their folders.
    private func names(inFoldersAmong orphans: [UInt64]) -> AddressMarks {
        var named = AddressMarks(orphans)
        tree.recoversContent = false
        for address in orphans where !skipped.contains(String(address)) {
            recorder.willParse(address, VirtualFolder.orphans)
            guard let file = try? tree.file(at: address, isAllocated: nil), file.isFolder else { continue }
            try? tree.list(address, isAllocated: file.isAllocated) {
                if $0.address != address { named.mark($0.address) }
            }
        }
        return named
    }

    private func orphans() throws -> [UInt64] {
        var addresses: [UInt64] = []
        let limit = recorder.ceilings.orphanCount
        guard !skipped.contains(Self.orphanAddress) else {
            try recorder.record(
                .parserCrashed, address: Self.orphanAddress, at: VirtualFolder.orphans,
                "An examiner died while it searched for entries without a folder, so they are not searched for again")
            return []
        }
        recorder.willParse(Self.orphanAddress, VirtualFolder.orphans)
        var isFull = false
        do {
            try tree.forEachOrphan { address in
                if seen.contains(address) { return true }
                isFull = addresses.count >= limit
                if !isFull { addresses.append(address) }
                return !isFull
            } lost: {
                try recorder.record($0, at: VirtualFolder.orphans)
            }
        } catch let error as EvidenceError {
            try recorder.record(error, at: VirtualFolder.orphans)
        }
        if isFull {
            try recorder.record(
                .itemLimit, at: VirtualFolder.orphans,
                "More than \(limit) entries have no folder; those behind are not listed")
        }
        return addresses
    }
}
