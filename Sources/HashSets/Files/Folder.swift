internal import Glibc

/// What lies in a folder.
enum Folder {
    /// The names in the folder, in no order; none where there is no such folder.
    static func names(in path: String) throws(HashSetError) -> [String] {
        guard let folder = unsafe opendir(path) else {
            if errno == ENOENT { return [] }
            throw HashSetError(.unreadable, path: path, cause: SystemWords.last)
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
                    unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                })
        }
        return names
    }

    /// Makes the folder, and those that lead to it; one that is there will do.
    static func make(_ path: String) throws(HashSetError) {
        if unsafe mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try make(String(path[..<slash]))
            if unsafe mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        }
        throw HashSetError(.cannotWrite, path: path, cause: SystemWords.last)
    }

    /// Removes a file.
    static func remove(_ path: String) throws(HashSetError) {
        guard unsafe unlink(path) == 0 else {
            let reason: HashSetError.Reason = errno == ENOENT ? .unreadable : .cannotWrite
            throw HashSetError(reason, path: path, cause: SystemWords.last)
        }
    }
}
