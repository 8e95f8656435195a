internal import Findings

/// Makes items of a file: one for its content, and one for each alternate data stream.
struct NTFSItems {
    private let geometry: NTFSGeometry
    private let clusters: NTFSClusters?
    private let limit: Int64
    private let volumeByteCount: Int64

    init(_ geometry: NTFSGeometry, _ clusters: NTFSClusters?, volume: Volume, ceilings: WalkCeilings) {
        (self.geometry, self.clusters) = (geometry, clusters)
        volumeByteCount = volume.range.byteCount
        limit = ceilings.itemByteCount(onVolumeOf: volumeByteCount)
    }

    /// - Returns: the main item first, where there is one.
    func items(of file: NTFSFile, at path: [UInt8]) -> [PlannedItem] {
        let reparse = NTFSReparsePoint(of: file)
        var draft = Item(
            ordinal: 0, address: String(file.record.number), path: path,
            kind: file.record.isFolder ? .directory : reparse?.isLink == true ? .link : .file,
            isAllocated: file.record.isInUse, byteCount: nil, linkTarget: reparse?.target, reading: .nothing)
        file.stampTimes(on: &draft)
        let streams = file.streams
        var planned: [PlannedItem] = []
        if file.record.isFolder {
            let index = streams.first { $0.type == .indexRoot && $0.name == NTFSIndex.folderIndexName }
            if let index { draft.address = address(of: index, file) }
            planned.append(PlannedItem(draft))
        } else if let main = streams.first(where: { $0.type == .data && $0.name == nil }) {
            planned.append(plan(main, of: file, draft, reparse))
        }
        for stream in streams where stream.type == .data && stream.name != nil {
            var item = draft
            (item.stream, item.linkTarget) = (stream.name, nil)
            item.kind = .file
            planned.append(plan(stream, of: file, item, nil))
        }
        return planned.isEmpty ? [PlannedItem(draft)] : planned
    }

    private func address(of stream: NTFSStream, _ file: NTFSFile) -> String {
        "\(file.record.number)-\(stream.type.rawValue)-\(stream.id)"
    }

    private func plan(
        _ stream: NTFSStream, of file: NTFSFile, _ draft: Item, _ reparse: NTFSReparsePoint?
    ) -> PlannedItem {
        var stream = stream
        if file.record.number == Self.badClusters { stream.keepClustersOnly() }
        var planned = PlannedItem(draft)
        planned.item.address = address(of: stream, file)
        planned.item.byteCount = Int64(clamping: stream.byteCount)
        let plan = contentPlan(of: stream, file)
        planned.use(plan)
        if let absence = reparse?.absence(of: plan) { planned.use(.lost(absence.reason, absence.detail)) }
        if stream.isEncrypted, plan.loss == nil, stream.byteCount > 0 {
            let words = "Its content is encrypted by Windows (EFS): what is read and digested are the encrypted bytes"
            planned.losses.append(.init(reason: .encryptedItem, detail: words))
        }
        if !draft.isAllocated { planned.item.isOverwritten = clusters?.holdAny(of: plan.runs) ?? false }
        return planned
    }

    /// The stream `$Bad` is as long as the volume, with a hole for each good cluster.
    private static let badClusters: UInt64 = 8

    private func contentPlan(of stream: NTFSStream, _ file: NTFSFile) -> ContentPlan {
        guard let size = Int64(exactly: stream.byteCount), size <= limit else {
            return .lost(
                .sizeLimit,
                "Its size is \(stream.byteCount) bytes, on a volume of \(volumeByteCount); "
                    + "contents above \(limit) bytes are not read")
        }
        let parser = ContentPlan(
            reading: .parser(address: file.record.number, type: stream.type.rawValue, id: stream.id))
        switch stream.content {
        case .damaged(let damage): return .lost(.damagedEntry, "Its content cannot be found: \(damage.words)")
        case .resident(let bytes):
            return bytes.count <= ContentPlan.inlineLimit ? .inline(Array(bytes)) : parser
        case .clusters(let runs):
            let initialized = Int64(clamping: stream.initializedByteCount)
            let plan = geometry.mapper.plan(runs, byteCount: size, initialized: initialized)
            return plan.loss == nil && stream.isCompressed ? parser : plan
        }
    }
}

extension NTFSStream {
    /// Leaves the holes out.
    fileprivate mutating func keepClustersOnly() {
        guard case .clusters(let runs) = content else { return }
        let kept = runs.filter { $0.block != nil }
        let count = kept.reduce(0 as UInt64) { $0.addingReportingOverflow($1.blockCount).partialValue }
        content = .clusters(kept)
        if count == 0 { (byteCount, initializedByteCount) = (0, 0) }
    }
}

extension NTFSFile {
    /// The times that Windows shows, of $STANDARD_INFORMATION.
    fileprivate func stampTimes(on item: inout Item) {
        guard let times = attributes.first(where: { $0.type == .standardInformation })?.resident else { return }
        item.created = NTFSTime.timestamp(times.le64(0))
        item.modified = NTFSTime.timestamp(times.le64(8))
        item.changed = NTFSTime.timestamp(times.le64(16))
        item.accessed = NTFSTime.timestamp(times.le64(24))
    }
}
