internal import Findings

/// The files of a volume as libtsk finds them.
final class TSKTree: FileTree {
    private let fileSystem: TSKFileSystem
    private let planner: AttributePlanner

    private let stillParsing: () -> Void

    init(_ fileSystem: TSKFileSystem, _ recorder: WalkRecorder) {
        (self.fileSystem, stillParsing) = (fileSystem, recorder.stillParsing)
        planner = AttributePlanner(fileSystem, recorder)
    }

    var rootAddress: UInt64 { fileSystem.rootAddress }
    var foldersHaveLinks: Bool { fileSystem.isHFS }
    let foldersHaveStreams = true
    /// libtsk always looks for them.
    var recoversContent = true

    func list(_ folder: UInt64, isAllocated: Bool, _ body: (TreeName) throws -> Void) throws {
        let directory = try TSKDirectory(at: folder, of: fileSystem)
        for index in 0..<directory.count {
            guard let name = directory[index] else { break }
            // libtsk makes a folder for orphans up; they are searched for without it.
            if name.isVirtualFolder, name.address == fileSystem.orphanFolderAddress { continue }
            try body(
                TreeName(
                    bytes: name.bytes, address: name.address, isAllocated: name.isAllocated, kind: name.kind))
        }
        if let damage = directory.damage { throw damage }
    }

    func file(at address: UInt64, isAllocated: Bool?) throws(EvidenceError) -> TreeFile {
        let file = try TSKFile(at: address, of: fileSystem)
        return TreeFile(
            isAllocated: file.isAllocated, isFolder: file.isDirectory,
            items: planner.items(of: file, isAllocated: isAllocated ?? file.isAllocated))
    }

    func forEachOrphan(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        let folder = fileSystem.orphanFolderAddress
        var count = 0
        try fileSystem.forEachMetadata { address, _ in
            if count % 256 == 0 { stillParsing() }
            count += 1
            return address == folder || body(address)
        }
    }
}
