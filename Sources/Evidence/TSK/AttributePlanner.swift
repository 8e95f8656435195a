internal import Findings

/// Makes items of a file's attributes: one for its content, and one for each stream, fork and extended attribute.
struct AttributePlanner {
    private let fileSystem: TSKFileSystem
    private let used: TSKUsedBlocks
    private let limit: Int64
    private let volumeByteCount: Int64

    init(_ fileSystem: TSKFileSystem, _ recorder: WalkRecorder) {
        self.fileSystem = fileSystem
        used = TSKUsedBlocks(of: fileSystem, recorder.stillParsing)
        volumeByteCount = recorder.volume.range.byteCount
        limit = recorder.ceilings.itemByteCount(onVolumeOf: volumeByteCount)
    }

    /// - Returns: the main item first; without paths.
    func items(of file: borrowing TSKFile, isAllocated: Bool) -> [PlannedItem] {
        var main = Item(
            ordinal: 0, address: String(file.address), path: [], kind: file.kind, isAllocated: isAllocated,
            byteCount: file.isDirectory ? nil : file.byteCount, created: file.created, modified: file.modified,
            accessed: file.accessed, changed: file.changed, reading: .nothing)
        // Of a long target in fragments UFS's parser keeps the first of them only.
        if file.kind == .link, let target = file.linkTarget, target.count >= file.byteCount {
            (main.linkTarget, main.byteCount, main.reading) = (target, Int64(target.count), .inline(target))
        }
        do {
            let attributes = try file.attributes()
            let streams = attributes.filter(\.isStream).map { stream($0, of: main) }
            var planned = plan(main, attributes)
            if planned.item.kind == .link, let attribute = attributes.first(where: \.isMain) {
                readTarget(of: &planned, attribute, of: file)
            }
            return [planned] + streams
        } catch {
            var planned = PlannedItem(main)
            planned.losses.append(.init(reason: error.reason, detail: error.detail, range: error.range))
            return [planned]
        }
    }

    private func plan(_ main: Item, _ attributes: [TSKAttribute]) -> PlannedItem {
        var planned = PlannedItem(main)
        guard main.reading == .nothing, main.kind == .file || main.kind == .link else { return planned }
        if let attribute = attributes.first(where: \.isMain) {
            fill(&planned, from: attribute)
        } else if main.byteCount == 0 {
            planned.item.reading = .inline([])
        } else if main.isAllocated {
            planned.losses.append(.init(reason: .damagedEntry, detail: "libtsk finds no content for it"))
        }
        return planned
    }

    /// A target that lies in blocks is short enough to be read at once.
    private func readTarget(of planned: inout PlannedItem, _ attribute: TSKAttribute, of file: borrowing TSKFile) {
        guard planned.item.reading == .runs, let byteCount = planned.item.byteCount,
            byteCount <= ContentPlan.inlineLimit
        else { return }
        var target: [UInt8] = []
        do {
            try file.read(attribute.type, id: attribute.id, byteCount: byteCount) { piece in
                for index in 0..<piece.count { target.append(piece[index]) }
            }
            (planned.item.linkTarget, planned.item.reading) = (target, .inline(target))
            planned.item.runs = []
        } catch let error as EvidenceError {
            planned.losses.append(.init(reason: error.reason, detail: error.detail, range: error.range))
        } catch {
            planned.losses.append(.init(reason: .damagedEntry, detail: "\(error)"))
        }
    }

    private func stream(_ attribute: TSKAttribute, of main: Item) -> PlannedItem {
        var item = main
        (item.kind, item.stream, item.linkTarget, item.reading) = (.fork, attribute.streamName, nil, .nothing)
        var planned = PlannedItem(item)
        fill(&planned, from: attribute)
        return planned
    }

    private func fill(_ planned: inout PlannedItem, from attribute: TSKAttribute) {
        let plan = plan(for: attribute, UInt64(planned.item.address) ?? 0)
        planned.use(plan)
        planned.item.byteCount = attribute.byteCount
        if !planned.item.isAllocated { planned.item.isOverwritten = isOverwritten(plan) }
        if planned.item.kind == .link, case .inline(let target) = plan.reading { planned.item.linkTarget = target }
    }

    private func plan(for attribute: TSKAttribute, _ address: UInt64) -> ContentPlan {
        guard attribute.byteCount >= 0 else {
            return .lost(.damagedEntry, "Its size is \(attribute.byteCount) bytes")
        }
        guard attribute.byteCount <= limit else {
            return .lost(
                .sizeLimit,
                "Its size is \(attribute.byteCount) bytes, on a volume of \(volumeByteCount); "
                    + "contents above \(limit) bytes are not read")
        }
        let parser = ContentPlan(reading: .parser(address: address, type: attribute.type, id: attribute.id))
        switch attribute.form {
        case .resident(let bytes): return bytes.map { .inline($0) } ?? parser
        case .transformed, .shattered, .encrypted: return parser
        case .blocks(let runs): return fileSystem.blocksArePlain ? plan(runs, of: attribute) : parser
        }
    }

    private func plan(_ runs: [TSKRun], of attribute: TSKAttribute) -> ContentPlan {
        var expected: UInt64 = 0
        for run in runs {
            if run.isMissing || run.index != expected {
                return .lost(.damagedEntry, "libtsk finds no place for block \(expected) of its content")
            }
            expected = run.index.addingReportingOverflow(run.blockCount).partialValue
        }
        let mapper = RunMapper(
            blockSize: fileSystem.blockSize, lastBlock: fileSystem.lastClaimedBlock,
            offset: fileSystem.offset(ofBlock:))
        return mapper.plan(
            runs.lazy.map { BlockRun(block: $0.block, blockCount: $0.blockCount) },
            byteCount: attribute.byteCount, initialized: attribute.initializedByteCount)
    }

    /// Whether any of a deleted file's blocks is in use again.
    private func isOverwritten(_ plan: ContentPlan) -> Bool {
        plan.runs.contains { run in
            guard let range = run.range, range.byteCount > 0, range.offset >= fileSystem.start else { return false }
            let first = (range.offset - fileSystem.start) / fileSystem.blockSize
            let last = (range.end - 1 - fileSystem.start) / fileSystem.blockSize
            return used.containsAny(of: UInt64(first)...UInt64(last))
        }
    }
}

extension TSKAttribute {
    /// Whether it is the content that a file has by default.
    var isMain: Bool {
        [Self.content, Self.forkedContent].contains(type) && name == nil
    }

    /// Whether it is an item of its own.
    var isStream: Bool {
        [Self.resourceFork, Self.extendedAttribute].contains(type) && byteCount > 0 && name != Self.linkTargetName
    }

    /// The stream's name. A resource fork of HFS+ has none of its own; `rsrc` is what macOS calls it.
    var streamName: [UInt8] { name == Array("RSRC".utf8) ? Array("rsrc".utf8) : name ?? [] }

    /// The attribute in which APFS keeps the target of a symbolic link.
    private static let linkTargetName = Array("com.apple.fs.symlink".utf8)

    private static let content: UInt32 = 0x01
    private static let forkedContent: UInt32 = 0x1100
    private static let resourceFork: UInt32 = 0x1101
    private static let extendedAttribute: UInt32 = 0x1102
}
