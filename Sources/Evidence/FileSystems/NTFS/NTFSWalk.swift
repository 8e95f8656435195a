internal import Findings

/// Walks NTFS along its master file table instead of folder by folder.
///
/// Every file, deleted ones included, has a record there which names its folders, so that one pass from the first
/// record to the last finds them all, in time that grows with the table and no faster. A second pass over the folders'
/// indexes finds what only they tell: the names of files whose records are damaged, and names that lead astray.
final class NTFSWalk {
    let table: MasterFileTable
    let recorder: WalkRecorder
    private let folders: NTFSFolders
    private let items: NTFSItems
    private let device: any Device
    private let skipped: Set<String>
    private(set) var states: NTFSRecordStates
    private var losses = NTFSRecordLosses()
    private var ledger: NTFSNameLedger?

    /// Files below are NTFS' own; those without a name and content are spare.
    private static let firstOrdinaryRecord: UInt64 = 24
    /// The most records that are looked at.
    private static let recordLimit = 200_000_000

    init(
        _ table: MasterFileTable, _ clusters: NTFSClusters?, on device: any Device, _ recorder: WalkRecorder,
        skipping skipped: Set<String>
    ) {
        (self.table, self.device, self.recorder, self.skipped) = (table, device, recorder, skipped)
        folders = NTFSFolders(table, pathByteCount: recorder.ceilings.pathByteCount)
        items = NTFSItems(table, clusters, recorder)
        states = NTFSRecordStates(recordCount: min(Int(clamping: table.recordCount), Self.recordLimit))
        ledger = NTFSNameLedger(recordCount: Int(clamping: states.recordCount))
    }

    func run() throws {
        for damage in table.damages {
            try recorder.record(.fileSystemDamaged, at: nil, "The master file table: \(damage.words)")
        }
        for number in 0..<states.recordCount { states.note(try visit(number), of: number) }
        try losses.endUnreadable(recorder)
        if table.recordCount > states.recordCount {
            let words = "Of the \(table.recordCount) records of the master file table the first "
            try recorder.record(.itemLimit, at: nil, words + "\(states.recordCount) are looked at")
        }
        for number in states.strays { try visitStray(number) }
        try auditIndexes()
        try losses.reportNameless(recorder) { try recordOrphan(table.file(at: $0)) }
        if let deep = folders.firstDeep { try recorder.recordDeepFolder(deep, at: VirtualFolder.deep(deep)) }
    }

    private func auditIndexes() throws {
        let indexes = NTFSIndexes(table: table, folders: folders, states: states, device: device, recorder: recorder)
        try NTFSIndexAudit(of: indexes, items).run(naming: &losses, &ledger)
        if let ledger {
            var audit = NTFSNameAudit(of: indexes)
            try audit.run(ledger)
        } else {
            let words = "The master file table has more than \(NTFSNameLedger.recordLimit) records: "
            try recorder.record(
                .memoryLimit, at: nil, words + "the names in folders are not held against those that the files have")
        }
    }

    private func visit(_ number: UInt64) throws -> NTFSRecordStates.State {
        recorder.willParse(number, [])
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
            try losses.note(.init(reason: .parserCrashed, detail: words), number, recorder)
            return .damaged
        }
        let record: NTFSRecord
        do throws(NTFSDamage) {
            record = try NTFSRecord(number, bytes)
        } catch {
            try losses.note(table.loss("Its record in the master file table", number, error), number, recorder)
            return .damaged
        }
        if record.base != nil { return .extension }
        try visit(table.file(from: record))
        return .file(sequence: record.sequence, isInUse: record.isInUse, isFolder: record.isFolder)
    }

    private func visit(_ file: NTFSFile) throws {
        let record = file.record
        for number in file.continuations { states.noteClaim(on: number) }
        if record.number == NTFSFolders.root { return try items.recordRoot(file, recorder) }
        if record.isInUse {
            for name in file.names { ledger?.add(name.name, in: name.folder, of: record.number) }
        }
        if try !recordNamed(file) { try visitNameless(file) }
    }

    /// - Parameter loss: what is known to be wrong with the file besides.
    /// - Returns: false for a file without a name.
    private func recordNamed(_ file: NTFSFile, _ loss: ContentPlan.Loss? = nil) throws -> Bool {
        let names = NTFSFileName.paths(of: file.names)
        guard let first = names.first else { return false }
        let folder = folders.path(of: first.folder, forFileInUse: file.record.isInUse)
        let path = folder + [UInt8(ascii: "/")] + first.name
        let ordinals = try items.record(file, at: path, in: folder, adding: loss, recorder)
        for name in names.dropFirst() {
            let folder = folders.path(of: name.folder, forFileInUse: file.record.isInUse)
            let path = folder + [UInt8(ascii: "/")] + name.name
            for ordinal in ordinals { try recorder.record(path, furtherOf: ordinal) }
        }
        return true
    }

    /// A file without a name: its record is damaged, or it was deleted while it was made, or it is a spare one.
    private func visitNameless(_ file: NTFSFile) throws {
        let record = file.record
        if !file.losses.isEmpty, record.isInUse, losses.noteNameless(record.number) { return }
        guard
            file.hasContent || !file.losses.isEmpty || record.isInUse && record.number >= Self.firstOrdinaryRecord
        else { return }
        try recordOrphan(file)
    }

    private func recordOrphan(_ file: NTFSFile, _ loss: ContentPlan.Loss? = nil) throws {
        let path = VirtualFolder.orphans + Array("/OrphanFile-\(file.record.number)".utf8)
        _ = try items.record(file, at: path, in: VirtualFolder.orphans, adding: loss, recorder)
    }

    /// A record that continues a file which does not know of it: the file's own record is damaged, or is used for
    /// another file by now. What of a deleted file begins somewhere else cannot be found from here.
    private func visitStray(_ number: UInt64) throws {
        guard let record = try? table.record(number), let base = record.base else { return }
        let file = table.file(from: record)
        let hasBeginning = file.streams.contains { stream in
            if case .damaged = stream.content { return false }
            return stream.type == .data && stream.byteCount > 0
        }
        guard record.isInUse || hasBeginning else { return }
        let words = "Record \(number) continues record \(base.record), which does not know of it"
        let loss = record.isInUse ? table.loss(words, number, NTFSDamage("its file is not known")) : nil
        if try !recordNamed(file, loss) { try recordOrphan(file, loss) }
    }
}
