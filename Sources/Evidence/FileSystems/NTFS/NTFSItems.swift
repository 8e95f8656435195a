internal import Findings

/// Makes items of a file: one for its content, and one for each alternate data stream.
struct NTFSItems {
    let table: MasterFileTable
    private let clusters: NTFSClusters?
    private let recorder: WalkRecorder
    /// Contents of more bytes are not read.
    let limit: Int64
    let volumeByteCount: Int64

    init(_ table: MasterFileTable, _ clusters: NTFSClusters?, _ recorder: WalkRecorder) {
        (self.table, self.clusters, self.recorder) = (table, clusters, recorder)
        volumeByteCount = recorder.volume.range.byteCount
        limit = recorder.ceilings.itemByteCount(onVolumeOf: volumeByteCount)
    }

    /// - Returns: the item for the file itself first, unless it has named streams only, and is whole.
    func items(of file: NTFSFile, at path: [UInt8]) -> [PlannedItem] {
        let reparse = NTFSReparsePoint(of: file, in: table)
        var draft = Item(
            ordinal: 0, address: String(file.record.number), path: path,
            kind: file.record.isFolder ? .directory : reparse?.isLink == true ? .link : .file,
            isAllocated: file.record.isInUse, byteCount: nil, linkTarget: reparse?.target, reading: .nothing)
        file.stampTimes(on: &draft)
        var streams = file.streams.filter { $0.type == .data }
        var main = main(of: file, draft, &streams, reparse)
        main.losses += file.losses
        // A folder's stream without a name is shown by no system, and holds nothing unless it was put there.
        let further = streams.filter { $0.name != nil || $0.byteCount > 0 }
        let isMainKnown = file.record.isFolder || main.item.address != draft.address
        return (isMainKnown || further.isEmpty || !main.losses.isEmpty ? [main] : [])
            + further.map { stream in
                var item = draft
                (item.stream, item.linkTarget, item.kind) = (stream.name, nil, .file)
                return plan(stream, of: file, item)
            }
    }

    /// The item for the file itself; its content is taken away from the streams.
    private func main(
        of file: NTFSFile, _ draft: Item, _ streams: inout [NTFSStream], _ reparse: NTFSReparsePoint?
    ) -> PlannedItem {
        var main = PlannedItem(draft)
        if file.record.isFolder {
            let index = file.streams.first { $0.type == .indexRoot && $0.name == NTFSIndex.folderIndexName }
            if let index { main.item.address = address(of: index, file) }
        } else if let index = streams.firstIndex(where: { $0.name == nil }) {
            let stream = streams.remove(at: index)
            main = plan(stream, of: file, draft)
            if let absence = reparse?.absence(isHollow: stream.lacksClusters || main.isUnwritten) {
                main.losses = []
                main.use(.lost(absence.reason, absence.detail, range: absence.range))
                return main
            }
        }
        if let loss = reparse?.loss { main.losses.append(loss) }
        return main
    }

    private func address(of stream: NTFSStream, _ file: NTFSFile) -> String {
        "\(file.record.number)-\(stream.type.rawValue)-\(stream.id)"
    }

    private func plan(_ stream: NTFSStream, of file: NTFSFile, _ draft: Item) -> PlannedItem {
        var stream = stream
        if file.record.number == Self.badClusters { stream.keepClustersOnly(table.geometry.clusterSize) }
        var planned = PlannedItem(draft)
        planned.item.address = address(of: stream, file)
        planned.item.byteCount = stream.isSizeKnown ? Int64(clamping: stream.byteCount) : nil
        let plan = contentPlan(of: stream, file)
        planned.use(plan)
        if stream.isEncrypted, plan.loss == nil, stream.byteCount > 0 {
            let words = "Its content is encrypted by Windows (EFS): what is read and digested are the encrypted bytes"
            planned.losses.append(.init(reason: .encryptedItem, detail: words))
        }
        if !draft.isAllocated, recorder.couldGrantDeleted(plan.runs) {
            planned.item.isOverwritten = clusters?.holdAny(of: plan.runs) ?? false
        }
        return planned
    }

    /// The stream `$Bad` is as long as the volume, with a hole for each good cluster.
    private static let badClusters: UInt64 = 8
}

extension PlannedItem {
    /// Whether its content reads as zeros because none of it was ever written.
    fileprivate var isUnwritten: Bool {
        item.reading == .runs && !item.runs.isEmpty && item.runs.allSatisfy { $0.offset == nil }
    }
}

extension NTFSStream {
    /// Leaves the holes out.
    fileprivate mutating func keepClustersOnly(_ clusterSize: Int64) {
        guard case .clusters(let runs) = content else { return }
        let kept = runs.filter { $0.block != nil }
        content = .clusters(kept)
        let count = kept.reduce(0 as UInt64) { $0.addingReportingOverflow($1.blockCount).partialValue }
        byteCount = count.multipliedReportingOverflow(by: UInt64(clusterSize)).partialValue
        initializedByteCount = byteCount
    }

    /// Whether some of its content is nowhere on the device. The units of a compressed one have holes in any case.
    fileprivate var lacksClusters: Bool {
        guard case .clusters(let runs) = content, byteCount > 0 else { return false }
        return isCompressed ? runs.allSatisfy { $0.block == nil } : hasHoles
    }

    /// Not for one of which the part is missing that states it.
    fileprivate var isSizeKnown: Bool {
        if case .damaged = content { byteCount > 0 } else { true }
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
