internal import Findings

/// The files of an ISO 9660 disc: by Rock Ridge where it has that, else by Joliet, else by the names of the standard.
final class ISOTree: FileTree {
    private let records: ISORecords
    private let catalog: ISOCatalog
    private let limit: Int64
    private let end: Int64

    init(_ records: ISORecords, _ recorder: WalkRecorder) {
        let volume = recorder.volume
        self.records = records
        catalog = ISOCatalog(records, recorder.stillParsing)
        limit = recorder.ceilings.itemByteCount(onVolumeOf: volume.range.byteCount)
        end = records.start.addingClamped(max(records.descriptors.byteCount, volume.range.byteCount))
    }

    let rootAddress: UInt64 = 0
    let foldersHaveLinks = false
    /// A disc has no deleted files but those of older sessions, which are where they were.
    var recoversContent = true

    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws {
        var damage = catalog.damage(of: folder)
        for address in catalog.children(of: folder) {
            guard let tree = catalog.tree(of: address), let place = catalog.place(of: address) else { continue }
            do {
                let record = try records.record(at: place)
                let ridge = records.rockRidge(of: record, in: tree)
                try body(
                    TreeName(
                        bytes: ridge?.name ?? record.name(isJoliet: tree.isJoliet), address: address,
                        isAllocated: tree.isNewest, kind: kind(of: record, ridge)))
            } catch let error as EvidenceError {
                damage = damage ?? error
            }
        }
        if let damage { throw damage }
    }

    private func kind(of record: ISORecord, _ ridge: RockRidge?) -> Item.Kind {
        if record.flags.contains(.directory) || ridge?.movedTo != nil { return .directory }
        if record.flags.contains(.associated) { return .fork }
        return ridge?.kind ?? .file
    }

    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile {
        guard let tree = catalog.tree(of: address), let place = catalog.place(of: address) else {
            throw records.damage("There is no record \(address)", at: records.start)
        }
        let (parts, isWhole) = try records.parts(at: place)
        guard let record = parts.first else { throw records.damage("There is no record", at: place) }
        let ridge = records.rockRidge(of: record, in: tree)
        let kind = kind(of: record, ridge)
        var item = Item(
            ordinal: 0, address: String(address), path: [], kind: kind, isAllocated: isAllocated ?? tree.isNewest,
            byteCount: nil, created: ridge?.created ?? record.recorded, modified: ridge?.modified,
            accessed: ridge?.accessed, changed: ridge?.changed, reading: .nothing)
        if kind == .fork { item.stream = Array("associated".utf8) }
        var planned = PlannedItem(item)
        if let damage = ridge?.damage {
            planned.losses.append(.init(reason: damage.reason, detail: damage.detail, range: damage.range))
        }
        if kind == .link, let target = ridge?.target {
            // The target is in the record: what the record says is its content is empty.
            (planned.item.linkTarget, planned.item.byteCount, planned.item.reading) = (target, 0, .inline([]))
        } else if kind == .file || kind == .fork || kind == .link {
            planned.item.byteCount = parts.reduce(0) { $0 + $1.contentByteCount }
            planned.use(
                isWhole
                    ? plan(parts, ridge)
                    : .lost(
                        .damagedEntry, "It goes on in a further record, which is not there"))
        }
        return TreeFile(
            isAllocated: tree.isNewest, isFolder: kind == .directory, items: [planned],
            name: ridge?.name ?? record.name(isJoliet: tree.isJoliet))
    }

    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        for address in catalog.further where !body(address) { return }
    }

    // MARK: Content

    private func plan(_ parts: [ISORecord], _ ridge: RockRidge?) -> ContentPlan {
        if ridge?.isPacked == true {
            return .lost(.unsupportedCompression, "Its content is packed by zisofs, which is not unpacked")
        }
        let byteCount = parts.reduce(0) { $0 + $1.contentByteCount }
        guard byteCount <= limit else {
            return .lost(.sizeLimit, "Its size is \(byteCount) bytes; contents above \(limit) bytes are not read")
        }
        guard byteCount > 0 else { return .inline([]) }
        var plan = ContentPlan(reading: .runs)
        for part in parts {
            if let lost = add(part, to: &plan) { return lost }
        }
        return plan
    }

    /// The most pieces of one file.
    private static let pieceLimit = 1 << 20

    /// - Returns: the loss, where it lies outside of the volume or in too many pieces.
    private func add(_ part: ISORecord, to plan: inout ContentPlan) -> ContentPlan? {
        let blockSize = records.descriptors.blockSize
        let isInterleaved = part.unit.blocks > 0 && part.unit.gap > 0
        var (block, left) = (part.block, part.contentByteCount)
        while left > 0 {
            let piece = isInterleaved ? min(left, Int64(part.unit.blocks) * blockSize) : left
            guard plan.runs.count < Self.pieceLimit else {
                return .lost(.sizeLimit, "It lies in more than \(Self.pieceLimit) pieces")
            }
            guard let offset = records.offset(ofBlock: block), offset.addingClamped(piece) <= end else {
                return .lost(
                    .clusterOutsideVolume,
                    "\(part.contentByteCount) bytes from block \(part.block) on are outside the volume")
            }
            plan.append(offset, piece)
            left -= piece
            block += part.unit.blocks + part.unit.gap
            if left == 0, piece % blockSize > 0 {
                plan.slack.append(ByteRange(offset: offset + piece, byteCount: blockSize - piece % blockSize))
            }
        }
        return nil
    }
}
