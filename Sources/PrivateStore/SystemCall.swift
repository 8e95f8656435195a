internal import Glibc

/// The few calls of the operating system that files and processes of the private store need.
enum SystemCall {
    static let noSpace = ENOSPC

    /// The number that the last failing call of this thread left.
    static var lastError: Int32 { errno }

    /// `No space left on device` for 28.
    static func words(for code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }

    static var userID: UInt32 { getuid() }

    /// The real path without links, or nil where nothing lies there.
    static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// What lies at a path, links followed; nil for nothing.
    static func status(of path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }

    /// What lies at a path, a link as the link that it is; nil for nothing.
    static func linkStatus(of path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }

    static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

    /// Makes a folder, or leaves the one that is there.
    static func makeFolder(_ path: String, mode: mode_t) throws(PrivateStoreError) {
        guard unsafe mkdir(path, mode) != 0, errno != EEXIST else { return }
        throw PrivateStoreError(system: errno, subject: path)
    }

    static func give(_ path: String, to user: uid_t, _ group: gid_t) throws(PrivateStoreError) {
        guard unsafe chown(path, user, group) == 0 else { throw PrivateStoreError(system: errno, subject: path) }
    }

    static func setMode(_ mode: mode_t, of path: String) throws(PrivateStoreError) {
        guard unsafe chmod(path, mode) == 0 else { throw PrivateStoreError(system: errno, subject: path) }
    }

    static func rename(_ path: String, to newPath: String) throws(PrivateStoreError) {
        guard unsafe Glibc.rename(path, newPath) == 0 else { throw PrivateStoreError(system: errno, subject: path) }
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }
}
