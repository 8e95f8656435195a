internal import Findings

/// Makes an item of an inode.
struct ExtItems {
    private let groups: ExtGroups
    private let recorder: WalkRecorder
    private let limit: Int64
    private let volumeByteCount: Int64

    init(_ groups: ExtGroups, _ recorder: WalkRecorder) {
        (self.groups, self.recorder) = (groups, recorder)
        volumeByteCount = recorder.volume.range.byteCount
        limit = recorder.ceilings.itemByteCount(onVolumeOf: volumeByteCount)
    }

    func item(of inode: ExtInode, isAllocated: Bool) -> PlannedItem {
        let hasContent = inode.kind == .file || inode.kind == .link
        var planned = PlannedItem(
            Item(
                ordinal: 0, address: String(inode.number), path: [], kind: inode.kind == .other ? .file : inode.kind,
                isAllocated: isAllocated, byteCount: hasContent || inode.kind == .other ? inode.byteCount : nil,
                created: inode.created, modified: inode.modified, accessed: inode.accessed, changed: inode.changed,
                reading: .nothing))
        if inode.kind == .directory, inode.flags.contains(.encrypted) {
            let words = "The names in it are encrypted by the file system: what is listed are the encrypted bytes"
            planned.losses.append(.init(reason: .encryptedItem, detail: words))
        }
        guard hasContent || inode.kind == .other else { return planned }
        do throws(EvidenceError) {
            planned.use(try plan(for: inode))
        } catch {
            planned.losses.append(.init(reason: error.reason, detail: error.detail, range: error.range))
        }
        if inode.kind == .link { readTarget(of: &planned) }
        if inode.flags.contains(.encrypted), planned.losses.isEmpty, inode.byteCount > 0 {
            let words = "Its content is encrypted by the file system: what is read and digested are the encrypted bytes"
            planned.losses.append(.init(reason: .encryptedItem, detail: words))
        }
        if !isAllocated, recorder.couldGrantDeleted(planned.item.runs) {
            planned.item.isOverwritten = isOverwritten(planned.item.runs)
        }
        return planned
    }

    private func plan(for inode: ExtInode) throws(EvidenceError) -> ContentPlan {
        guard inode.byteCount >= 0, inode.byteCount <= limit else {
            return .lost(
                .sizeLimit,
                "Its size is \(inode.byteCount) bytes, on a volume of \(volumeByteCount); "
                    + "contents above \(limit) bytes are not read")
        }
        if inode.byteCount == 0 { return .inline([]) }
        if inode.flags.contains(.inlineData) { return .inline(try inode.inlineContent()) }
        if inode.isFastLink(groups.superblock) {
            return .inline(Array(inode.root.prefix(Int(inode.byteCount))))
        }
        let mapper = RunMapper(
            blockSize: groups.superblock.blockSize, lastBlock: groups.superblock.blockCount - 1,
            offset: groups.offset(ofBlock:))
        let runs = try ExtBlockMap.runs(of: inode, in: groups)
        return mapper.plan(runs, byteCount: inode.byteCount, initialized: inode.byteCount)
    }

    /// A link's target that lies in a block is short enough to be read at once.
    private func readTarget(of planned: inout PlannedItem) {
        if case .inline(let target) = planned.item.reading { planned.item.linkTarget = target }
        guard planned.item.reading == .runs, planned.item.runs.count == 1, let range = planned.item.runs.first?.range,
            range.byteCount <= ContentPlan.inlineLimit
        else { return }
        do throws(EvidenceError) {
            let target = try groups.bytes(at: range)
            (planned.item.linkTarget, planned.item.reading) = (target, .inline(target))
            planned.item.runs = []
        } catch {
            planned.losses.append(.init(reason: error.reason, detail: error.detail, range: error.range))
        }
    }

    /// Whether any block of a deleted file is in use again.
    private func isOverwritten(_ runs: [Run]) -> Bool {
        runs.contains { run in
            run.range.map { groups.isAnyInUse($0) } ?? false
        }
    }
}

extension ExtInode {
    /// A target of less than 60 bytes stands in place of the block map, where no block belongs to the file.
    fileprivate func isFastLink(_ superblock: ExtSuperblock) -> Bool {
        // A block of attributes counts as what is handed out together.
        let attributes = attributeBlock == 0 ? 0 : UInt64(superblock.blockSize / 512) * superblock.blocksPerBit
        return kind == .link && byteCount < 60 && !flags.contains(.extents) && sectorCount <= attributes
    }
}
