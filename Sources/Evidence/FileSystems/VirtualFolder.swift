internal import Findings

/// Folders that no file system has: where a walk lists what has no path of its own.
enum VirtualFolder {
    /// Files whose folder is gone, or that no folder names.
    static let orphans = Array("/$OrphanFiles".utf8)

    /// Stands for the path of a folder that lies too deep: below it, paths begin with its address.
    ///
    /// Ten thousand folders, each in the one before, have paths of gigabytes together: a loop of `mkdir` and `cd` makes
    /// them within a minute.
    static func deep(_ address: UInt64) -> [UInt8] { Array("/$DeepFolders/\(address)".utf8) }
}

extension WalkRecorder {
    /// Says that what lies in a folder is listed with paths that begin with its address.
    func recordDeepFolder(_ address: UInt64, ordinal: Int64? = nil, at path: [UInt8]) throws {
        let inside = String(decoding: VirtualFolder.deep(address), as: UTF8.self)
        try record(
            .memoryLimit, ordinal: ordinal, address: String(address), at: path,
            "The folder lies so deep that paths through it have more than \(ceilings.pathByteCount) bytes: what is in "
                + "it is listed with paths that begin with \(inside)")
    }
}
