internal import Findings

/// Walks NTFS along its master file table instead of folder by folder.
///
/// Every file, deleted ones included, has a record there which names its folders, so that one pass from the first
/// record to the last finds them all, in time that grows with the table and no faster. A second pass over the folders'
/// indexes finds what only they tell: the names of files whose records are damaged, and names that lead astray.
final class NTFSWalk {
    private let table: MasterFileTable
    private let recorder: WalkRecorder
    private let folders: NTFSFolders
    private let items: NTFSItems
    private let device: any Device
    private let skipped: Set<String>
    private var states = NTFSRecordStates()
    private var losses = NTFSRecordLosses()

    /// Files below are NTFS' own; those without a name and content are spare.
    private static let firstOrdinaryRecord: UInt64 = 24

    init(
        _ table: MasterFileTable, _ clusters: NTFSClusters?, on device: any Device, _ recorder: WalkRecorder,
        skipping skipped: Set<String>
    ) {
        (self.table, self.device, self.recorder, self.skipped) = (table, device, recorder, skipped)
        folders = NTFSFolders(table, pathByteCount: recorder.ceilings.pathByteCount)
        items = NTFSItems(table.geometry, clusters, volume: recorder.volume, ceilings: recorder.ceilings)
    }

    func run() throws {
        for damage in table.damages {
            try recorder.record(.fileSystemDamaged, at: nil, "The master file table: \(damage.words)")
        }
        for number in 0..<table.recordCount { states.append(try visit(number)) }
        try losses.endUnreadable(recorder)
        let audit = NTFSIndexAudit(table, folders, states, on: device, recorder)
        try audit.run(naming: &losses)
        try losses.reportNameless(recorder)
        if let deep = folders.firstDeep { try recorder.recordDeepFolder(deep, at: VirtualFolder.deep(deep)) }
    }

    private func visit(_ number: UInt64) throws -> NTFSRecordStates.State {
        let bytes: [UInt8]
        do {
            guard let read = try table.rawRecord(number) else { return .unused }
            bytes = read
        } catch {
            losses.noteUnreadable(number, error)
            return .damaged
        }
        try losses.endUnreadable(recorder)
        if bytes.prefix(4).allSatisfy({ $0 == 0 }), table.isInUse(number) != true { return .unused }
        if skipped.contains(String(number)) {
            let words = "An examiner died while it parsed this record, so it is not parsed again"
            try losses.note(.parserCrashed, words, number, recorder)
            return .damaged
        }
        do {
            let record = try NTFSRecord(number, bytes)
            if record.base != nil { return .extension }
            try visit(record)
            return .file(sequence: record.sequence, isInUse: record.isInUse, isFolder: record.isFolder)
        } catch let damage as NTFSDamage {
            try losses.note(.damagedEntry, "Its record in the master file table: \(damage.words)", number, recorder)
        } catch let error as EvidenceError {
            try losses.note(error.reason, "Its records in the master file table: \(error)", number, recorder)
        }
        return .damaged
    }

    private func visit(_ record: NTFSRecord) throws {
        recorder.willParse(record.number, [])
        let file = try table.file(from: record)
        let names = NTFSFileName.paths(of: file.names)
        guard let first = names.first else { return try visitNameless(file) }
        if record.number == NTFSFolders.root { return }
        let folder = folders.path(of: first.folder, forFileInUse: record.isInUse)
        let path = folder + [UInt8(ascii: "/")] + first.name
        let ordinals = try recorder.record(items.items(of: file, at: path), in: folder)
        try recordDamage(of: file, at: path, ordinals.first)
        for name in names.dropFirst() {
            let path = folders.path(of: name.folder, forFileInUse: record.isInUse) + [UInt8(ascii: "/")] + name.name
            for ordinal in ordinals { try recorder.record(path, furtherOf: ordinal) }
        }
    }

    /// A file without a name: its record is damaged, or it was deleted while it was made, or it is a spare one.
    private func visitNameless(_ file: NTFSFile) throws {
        if let damage = file.damage { throw damage }
        let hasContent = file.streams.contains { $0.type == .data && $0.byteCount > 0 }
        guard hasContent || file.record.isInUse && file.record.number >= Self.firstOrdinaryRecord else { return }
        let path = VirtualFolder.orphans + Array("/OrphanFile-\(file.record.number)".utf8)
        let ordinals = try recorder.record(items.items(of: file, at: path), in: VirtualFolder.orphans)
        try recordDamage(of: file, at: path, ordinals.first)
    }

    private func recordDamage(of file: NTFSFile, at path: [UInt8], _ ordinal: Int64?) throws {
        let address = String(file.record.number)
        if file.record.isMarkedBad {
            let words = "Its record is marked as damaged (BAAD); what it holds is whole, and is read"
            try recorder.record(.damagedEntry, ordinal: ordinal, address: address, at: path, words)
        }
        if let damage = file.damage {
            try recorder.record(
                .damagedEntry, ordinal: ordinal, address: address, at: path, "Its record: \(damage.words)")
        }
    }
}
