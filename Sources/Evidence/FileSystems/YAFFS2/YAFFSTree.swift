internal import Findings

/// The files of a YAFFS2.
final class YAFFSTree: FileTree {
    private let log: YAFFSLog
    private let limit: Int64
    /// The objects in each folder, in order.
    private var children: [UInt32: [UInt64]] = [:]

    init(_ log: YAFFSLog, volume: Volume, ceilings: WalkCeilings) {
        self.log = log
        limit = ceilings.itemByteCount(onVolumeOf: volume.range.byteCount)
        for address in log.objects.keys.sorted() {
            guard address != YAFFSLog.root, let parent = log.objects[address]?.header?.parent else { continue }
            children[parent, default: []].append(address)
        }
    }

    let rootAddress = YAFFSLog.root
    let foldersHaveLinks = false
    /// A deleted file's pages still say whose they are.
    var recoversContent = true

    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws {
        // Only the newest object of a number can have been the folder that others name.
        guard let number = UInt32(exactly: folder) else { return }
        for address in children[number, default: []] {
            guard let object = log.objects[address], let header = object.header else { continue }
            let isHardLink = header.type == .hardLink && log.objects[UInt64(header.original)]?.header != nil
            try body(
                TreeName(
                    bytes: header.name, address: isHardLink && !object.isDeleted ? UInt64(header.original) : address,
                    isAllocated: !object.isDeleted, kind: header.kind))
        }
    }

    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile {
        guard let object = log.objects[address] else {
            throw EvidenceError(.damagedEntry, path: "yaffs2", cause: "There is no object \(address)")
        }
        let (header, kind) = (object.header, object.kind)
        var planned = PlannedItem(
            Item(
                ordinal: 0, address: String(address), path: [], kind: kind,
                isAllocated: isAllocated ?? !object.isDeleted, byteCount: nil, modified: header?.modified,
                accessed: header?.accessed, changed: header?.changed, reading: .nothing))
        if kind == .link, let target = header?.target {
            (planned.item.linkTarget, planned.item.byteCount) = (target, Int64(target.count))
            planned.item.reading = .inline(target)
        } else if header?.type == .hardLink, !object.isDeleted {
            planned.losses.append(
                .init(reason: .damagedEntry, detail: "It is a further name of object \(header?.original ?? 0)"))
        } else if kind == .file, header?.type != .hardLink {
            planned.item.byteCount = object.byteCount
            planned.use(plan(for: object))
        }
        return TreeFile(
            isAllocated: !object.isDeleted, isFolder: kind == .directory, items: [planned], name: header?.name)
    }

    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        for loss in log.losses { try lost(loss) }
        for address in log.objects.keys.sorted() {
            guard let object = log.objects[address], object.header?.type != .hardLink || object.isDeleted else {
                continue
            }
            let isVirtual = (1...4).contains(address)
            if !isVirtual, !body(address) { return }
        }
    }

    // MARK: Content

    private func plan(for object: YAFFSObject) -> ContentPlan {
        guard object.byteCount <= limit else {
            return .lost(.sizeLimit, "Its size is \(object.byteCount) bytes; above \(limit) bytes are not read")
        }
        guard object.byteCount > 0 else { return .inline([]) }
        let pageSize = Int64(log.layout.pageSize)
        let count = (object.byteCount - 1) / pageSize + 1
        if Int64(object.chunks.count) < count, object.isDeleted || !log.isWhole {
            let words =
                object.isDeleted
                ? "have not been erased yet"
                : "were found, and not every page of the volume is there: the others may be among those that are lost"
            return .lost(.chainShorterThanSize, "Only \(object.chunks.count) of its \(count) pages \(words)")
        }
        var (plan, position): (ContentPlan, Int64) = (ContentPlan(reading: .runs), 0)
        for (index, chunk) in object.chunks.sorted(by: { $0.key < $1.key }) {
            let first = Int64(index - 1) * pageSize
            guard first >= position, first < object.byteCount, plan.runs.count < 1 << 20 else {
                return .lost(.damagedEntry, "Its pages do not fit together, or are more than 1,048,576 pieces")
            }
            // Pages that were never written, and the rest of one that was not filled, read as zeros.
            plan.append(nil, first - position)
            let byteCount = min(Int64(chunk.byteCount), object.byteCount - first)
            plan.append(log.offset(ofPage: chunk.page), byteCount)
            position = first + byteCount
        }
        plan.append(nil, object.byteCount - position)
        return plan
    }
}
