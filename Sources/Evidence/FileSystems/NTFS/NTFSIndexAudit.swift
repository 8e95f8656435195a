internal import Findings

/// Holds the folders' indexes of names against the records: a name must lead to a file that is in use and knows it.
struct NTFSIndexAudit {
    private let table: MasterFileTable
    private let folders: NTFSFolders
    private let states: NTFSRecordStates
    private let device: any Device
    private let recorder: WalkRecorder

    init(
        _ table: MasterFileTable, _ folders: NTFSFolders, _ states: NTFSRecordStates, on device: any Device,
        _ recorder: WalkRecorder
    ) {
        (self.table, self.folders, self.states) = (table, folders, states)
        (self.device, self.recorder) = (device, recorder)
    }

    /// - Parameter losses: records that could not be parsed; those that a folder names become items without content.
    func run(naming losses: inout NTFSRecordLosses) throws {
        for folder in states.foldersInUse {
            guard let file = try? table.file(at: folder) else { continue }
            let path = folders.path(of: file.record.reference, forFileInUse: true)
            do {
                let index = try NTFSIndex(of: file, in: table, on: device)
                try index.forEachEntry { entry in
                    switch entry {
                    case .success(let entry): try audit(entry, in: folder, path, &losses)
                    case .failure(let damage):
                        try report(damage.words, String(folder), path.isEmpty ? [UInt8(ascii: "/")] : path)
                    }
                }
            } catch let damage as NTFSDamage {
                try report(damage.words, String(folder), path.isEmpty ? [UInt8(ascii: "/")] : path)
            }
        }
    }

    private func audit(
        _ entry: NTFSIndex.Entry, in folder: UInt64, _ folderPath: [UInt8], _ losses: inout NTFSRecordLosses
    ) throws {
        let (number, name) = (entry.file.record, entry.name)
        if number == NTFSFolders.root, folder == NTFSFolders.root { return }
        let path = folderPath + [UInt8(ascii: "/")] + name.name
        let address = String(number)
        switch states[number] {
        case nil:
            try report("The name leads to record \(number), which the master file table does not have", address, path)
        case .damaged:
            guard name.space != .dos, let loss = losses.take(number) else { return }
            try record(loss, named: name, at: path, in: folderPath, number)
        case .unused, .extension:
            try report("The name leads to record \(number), which is no file", address, path)
        case .file(let sequence, let isInUse, let isFolder):
            guard isInUse, sequence == entry.file.sequence else {
                return try report("The name leads to a file that was deleted or replaced", address, path)
            }
            if isFolder, folders.parent(of: number)?.record != folder { try reportAstray(number, folder, path) }
        }
    }

    /// A name for a folder in another place than the folder says itself.
    private func reportAstray(_ number: UInt64, _ folder: UInt64, _ path: [UInt8]) throws {
        if folders.isFolder(folder, in: number) {
            try recorder.record(
                .directoryCycle, address: String(number), at: path,
                "The name leads to a folder that it lies in itself; the folder is listed once, by its own record")
        } else {
            try report("The name leads to a folder that is listed elsewhere, by its own record", String(number), path)
        }
    }

    private func record(
        _ loss: NTFSRecordLosses.Loss, named name: NTFSFileName, at path: [UInt8], in folder: [UInt8], _ number: UInt64
    ) throws {
        let item = Item(
            ordinal: 0, address: String(number), path: path, kind: .file, isAllocated: true, byteCount: name.byteCount,
            created: name.created, modified: name.modified, accessed: name.accessed, changed: name.changed,
            reading: .nothing)
        let ordinal = try recorder.record(item, in: folder, isLost: true)
        try recorder.record(loss.reason, ordinal: ordinal, address: String(number), at: path, loss.words)
    }

    private func report(_ words: String, _ address: String, _ path: [UInt8]) throws {
        try recorder.record(.damagedEntry, address: address, at: path, words)
    }
}
