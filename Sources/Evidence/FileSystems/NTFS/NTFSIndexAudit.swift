internal import Findings

/// Holds the folders' indexes of names against the records: a name must lead to a file that is in use and knows it.
struct NTFSIndexAudit {
    private let indexes: NTFSIndexes
    private let items: NTFSItems
    private let recorder: WalkRecorder

    init(of indexes: NTFSIndexes, _ items: NTFSItems) {
        (self.indexes, self.items, recorder) = (indexes, items, indexes.recorder)
    }

    /// - Parameters:
    ///   - losses: records that could not be parsed, and files without a name: those that a folder names become items.
    ///   - ledger: has the names that the files themselves have.
    func run(naming losses: inout NTFSRecordLosses, _ ledger: inout NTFSNameLedger?) throws {
        try indexes.forEachEntry { folder, entry in
            switch entry {
            case .success(let entry): try audit(entry, in: folder, &losses, &ledger)
            case .failure(let error): try report(error, folder)
            }
        }
    }

    private func audit(
        _ entry: NTFSIndex.Entry, in folder: NTFSIndexes.Folder, _ losses: inout NTFSRecordLosses,
        _ ledger: inout NTFSNameLedger?
    ) throws {
        let number = entry.file.record
        if number == NTFSFolders.root, folder.reference.record == NTFSFolders.root { return }
        let path = folder.path(of: entry)
        switch indexes.states[number] {
        case nil:
            try report("The name leads to record \(number), which the master file table does not have", number, path)
        case .damaged: try name(number, entry.name, in: folder, &losses)
        case .unused, .extension:
            try report("The name leads to record \(number), which is no file", number, path)
        case .file(let sequence, let isInUse, _):
            // Windows and Linux refuse to open such a name, and The Sleuth Kit takes it for a deleted one: what the
            // record holds now is another file's, and has been listed by its own name.
            guard isInUse, sequence == entry.file.sequence else {
                return try report("The name leads to a file that was deleted or replaced", number, path)
            }
            if losses[number] != nil { return try name(number, entry.name, in: folder, &losses) }
            ledger?.takeAway(entry.name.name, in: folder.reference, of: number)
        }
    }

    /// Makes an item of what was lost under its name in a folder, or gives it a further path.
    private func name(
        _ number: UInt64, _ name: NTFSFileName, in folder: NTFSIndexes.Folder, _ losses: inout NTFSRecordLosses
    ) throws {
        guard name.space != .dos, let loss = losses[number] else { return }
        let path = folder.path + [UInt8(ascii: "/")] + name.name
        if !loss.ordinals.isEmpty {
            for ordinal in loss.ordinals { try recorder.record(path, furtherOf: ordinal) }
        } else if let cause = loss.cause {
            losses.note([try record(cause, named: name, at: path, in: folder.path, number)], of: number)
        } else if let file = try? indexes.table.file(at: number) {
            losses.note(try items.record(file, at: path, in: folder.path, named: name, recorder), of: number)
        }
    }

    private func record(
        _ loss: ContentPlan.Loss, named name: NTFSFileName, at path: [UInt8], in folder: [UInt8], _ number: UInt64
    ) throws -> Int64 {
        let item = Item(
            ordinal: 0, address: String(number), path: path, kind: .file, isAllocated: true, byteCount: name.byteCount,
            created: name.created, modified: name.modified, accessed: name.accessed, changed: name.changed,
            reading: .nothing)
        let ordinal = try recorder.record(item, in: folder, isLost: true)
        try recorder.record(
            loss.reason, ordinal: ordinal, address: String(number), at: path, range: loss.range, loss.detail)
        return ordinal
    }

    private func report(_ error: any Error, _ folder: NTFSIndexes.Folder) throws {
        let path = folder.path.isEmpty ? [UInt8(ascii: "/")] : folder.path
        if let error = error as? EvidenceError {
            return try recorder.record(error, address: String(folder.reference.record), at: path)
        }
        try report((error as? NTFSDamage)?.words ?? "\(error)", folder.reference.record, path)
    }

    private func report(_ words: String, _ number: UInt64, _ path: [UInt8]) throws {
        try recorder.record(.damagedEntry, address: String(number), at: path, words)
    }
}

extension NTFSIndexes.Folder {
    func path(of entry: NTFSIndex.Entry) -> [UInt8] { path + [UInt8(ascii: "/")] + entry.name.name }
}
