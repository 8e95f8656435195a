internal import Findings

/// All records of a disc's folders, numbered as The Sleuth Kit numbers them: folder by folder, level by level, from 0
/// for the root. The trees of Joliet and of older sessions follow.
final class ISOCatalog {
    private let records: ISORecords
    /// Where each record is, by its number.
    private var places: [Int64] = []
    private var folders: [UInt64: Folder] = [:]
    /// The first number of each tree, and what it is.
    private var trees: [(first: UInt64, tree: ISORecords.Tree)] = []
    /// Files of the trees behind the first whose content no tree before them has.
    private(set) var further: [UInt64] = []
    private var contents: Set<UInt64> = []

    private struct Folder {
        var children: [UInt64] = []
        var damage: EvidenceError?
    }

    /// The most records: 128 MiB for their places.
    private static let limit = 1 << 24

    private let stillParsing: () -> Void

    /// - Parameter stillParsing: is told at each folder: on a slow device this takes long.
    init(_ records: ISORecords, _ stillParsing: @escaping () -> Void) {
        (self.records, self.stillParsing) = (records, stillParsing)
        for tree in records.trees { load(tree) }
    }

    // MARK: What was found

    func tree(of address: UInt64) -> ISORecords.Tree? { trees.last { $0.first <= address }?.tree }

    func place(of address: UInt64) -> Int64? {
        Int(exactly: address).flatMap { places.indices.contains($0) ? places[$0] : nil }
    }

    func children(of folder: UInt64) -> [UInt64] { folders[folder]?.children ?? [] }

    /// Why some of a folder is missing.
    func damage(of folder: UInt64) -> EvidenceError? { folders[folder]?.damage }

    // MARK: Loading

    /// What of one tree still has to be listed, and was.
    private struct Progress {
        let tree: ISORecords.Tree
        let isFirst: Bool
        /// Folders by the block that they begin in.
        var listed: [UInt64: UInt64] = [:]
        var waiting: [(address: UInt64, block: UInt64, byteCount: Int64?)] = []
        /// Where folders were moved to: only who moved them says where they belong.
        var moved: [(parent: UInt64, address: UInt64, record: ISORecord)] = []
    }

    private func load(_ tree: ISORecords.Tree) {
        let root = UInt64(places.count)
        trees.append((root, tree))
        places.append(tree.root)
        var progress = Progress(tree: tree, isFirst: root == 0)
        do throws(EvidenceError) {
            let record = try records.record(at: tree.root)
            progress.listed[record.block] = root
            progress.waiting.append((root, record.block, record.contentByteCount))
        } catch {
            folders[root, default: Folder()].damage = error
        }
        list(&progress)
        for (parent, address, record) in progress.moved where progress.listed[record.block] == nil {
            folders[parent, default: Folder()].children.append(address)
            progress.listed[record.block] = address
            progress.waiting.append((address, record.block, record.contentByteCount))
            list(&progress)
        }
    }

    private func list(_ progress: inout Progress) {
        var index = 0
        while index < progress.waiting.count {
            let (address, block, byteCount) = progress.waiting[index]
            index += 1
            stillParsing()
            var folder = Folder()
            folder.damage = records.forEachRecord(in: block, byteCount) { place, record in
                guard places.count < Self.limit else { return false }
                let child = UInt64(places.count)
                places.append(place)
                keep(child, record, in: address, &folder, &progress)
                return true
            }
            folders[address] = folder
        }
        progress.waiting.removeAll()
    }

    private func keep(
        _ child: UInt64, _ record: ISORecord, in parent: UInt64, _ folder: inout Folder, _ progress: inout Progress
    ) {
        let ridge = records.rockRidge(of: record, in: progress.tree)
        guard record.flags.contains(.directory) || ridge?.movedTo != nil else {
            let isNew = record.contentByteCount > 0 && contents.insert(record.block).inserted
            if isNew, !progress.isFirst { further.append(child) }
            return folder.children.append(child)
        }
        if ridge?.isMoved == true { return progress.moved.append((parent, child, record)) }
        let block = ridge?.movedTo ?? record.block
        // A folder that is listed already keeps its number: it is a cycle.
        if let known = progress.listed[block] { return folder.children.append(known) }
        folder.children.append(child)
        progress.listed[block] = child
        progress.waiting.append((child, block, ridge?.movedTo == nil ? record.contentByteCount : nil))
    }
}
