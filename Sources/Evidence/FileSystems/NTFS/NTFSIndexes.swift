internal import Findings

/// The indexes of names of all folders in use, one after the other.
struct NTFSIndexes {
    let table: MasterFileTable
    let folders: NTFSFolders
    let states: NTFSRecordStates
    let device: any Device
    let recorder: WalkRecorder

    struct Folder {
        let reference: NTFSReference
        /// Empty for the root.
        let path: [UInt8]
    }

    /// Tells each name, and what is damaged, by the order of the folders' records.
    func forEachEntry(_ body: (Folder, Result<NTFSIndex.Entry, any Error>) throws -> Void) throws {
        for number in states.foldersInUse {
            recorder.willParse(number, [])
            guard let file = try? table.file(at: number) else { continue }
            let reference = file.record.reference
            let folder = Folder(reference: reference, path: folders.path(of: reference, forFileInUse: true))
            do {
                try NTFSIndex(of: file, in: table, on: device).forEachEntry { try body(folder, $0) }
            } catch let damage as NTFSDamage {
                try body(folder, .failure(damage))
            }
        }
    }
}
