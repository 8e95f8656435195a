internal import Findings

/// Names the disagreements between folders and files: names in folders that their files do not have, and names of
/// files that their folders do not have.
///
/// Windows' chkdsk, which has to decide as well, believes the file: a name in a folder that the file does not have is
/// removed, and one that its folder lacks is put back. So a file is listed by its own names, and what a folder says
/// otherwise is a failure there, although Windows and The Sleuth Kit show the file under it.
struct NTFSNameAudit {
    private let indexes: NTFSIndexes
    private let recorder: WalkRecorder
    /// The names that the files have, and those of them that no folder was found to have yet.
    private var own: [UInt64: Set<Place>] = [:]
    private var missing: [Place: UInt64] = [:]
    /// Folders of which some names cannot be known.
    private var damaged: Set<UInt64> = []

    private struct Place: Hashable {
        let folder: NTFSReference
        let name: [UInt8]
    }

    /// The most files that are looked at: some 30 MB.
    private static let limit = 100_000

    init(of indexes: NTFSIndexes) { (self.indexes, recorder) = (indexes, indexes.recorder) }

    mutating func run(_ ledger: NTFSNameLedger) throws {
        let uneven = Array(ledger.uneven.prefix(Self.limit + 1))
        guard !uneven.isEmpty else { return }
        for number in uneven.prefix(Self.limit) { take(number) }
        try indexes.forEachEntry { folder, entry in
            switch entry {
            case .success(let entry): try hold(entry, in: folder)
            case .failure: damaged.insert(folder.reference.record)
            }
        }
        try reportMissing()
        if uneven.count > Self.limit {
            let words = "The names of more than \(Self.limit) files are not those that folders have for them; "
            try recorder.record(.memoryLimit, at: nil, words + "which, is not said of those behind")
        }
    }

    private mutating func take(_ number: UInt64) {
        guard let file = try? indexes.table.file(at: number) else { return }
        own[number] = Set(file.names.map { Place(folder: $0.folder, name: $0.name) })
        for place in own[number, default: []] where number != NTFSFolders.root { missing[place] = number }
    }

    private mutating func hold(_ entry: NTFSIndex.Entry, in folder: NTFSIndexes.Folder) throws {
        let (number, place) = (entry.file.record, Place(folder: folder.reference, name: entry.name.name))
        // Whatever else the folder's name leads to is a failure of its own.
        missing[place] = nil
        guard let names = own[number], !names.contains(place),
            case .file(let sequence, true, let isFolder) = indexes.states[number], sequence == entry.file.sequence,
            number != NTFSFolders.root || folder.reference.record != NTFSFolders.root
        else { return }
        let path = folder.path(of: entry)
        guard isFolder else {
            return try report("The name leads to file \(number), which does not have this name", number, path)
        }
        guard indexes.folders.isFolder(folder.reference.record, in: number) else {
            return try report(
                "The name leads to a folder that is listed elsewhere, by its own record", number, path)
        }
        try recorder.record(
            .directoryCycle, address: String(number), at: path,
            "The name leads to a folder that it lies in itself; the folder is listed once, by its own record")
    }

    private func reportMissing() throws {
        for (place, number) in missing.sorted(by: { Self.precedes(($0.value, $0.key), ($1.value, $1.key)) }) {
            // What has no folder is listed among the orphans, and what a damaged folder lacks is damaged there.
            guard case .file(place.folder.sequence, true, true) = indexes.states[place.folder.record],
                !damaged.contains(place.folder.record)
            else { continue }
            let path = indexes.folders.path(of: place.folder, forFileInUse: true) + [UInt8(ascii: "/")] + place.name
            try report("The folder does not have this name: it is the file's own word", number, path)
        }
    }

    /// By the file's number, then shorter names first, then by the name, then by the folder.
    private static func precedes(_ a: (file: UInt64, place: Place), _ b: (file: UInt64, place: Place)) -> Bool {
        if (a.file, a.place.name.count) != (b.file, b.place.name.count) {
            return (a.file, a.place.name.count) < (b.file, b.place.name.count)
        }
        if a.place.name != b.place.name { return a.place.name.lexicographicallyPrecedes(b.place.name) }
        return (a.place.folder.record, a.place.folder.sequence) < (b.place.folder.record, b.place.folder.sequence)
    }

    private func report(_ words: String, _ number: UInt64, _ path: [UInt8]) throws {
        try recorder.record(.damagedEntry, address: String(number), at: path, words)
    }
}
