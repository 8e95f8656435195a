internal import Foundation
internal import Glibc

/// The files that an authority and its members keep: small, replaced whole or not at all, keys for their owner's eyes
/// alone.
enum KeptFile {
    /// - Throws: `AuthorityError` naming the file.
    static func read(_ path: String) throws(AuthorityError) -> String {
        do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw AuthorityError(.unreadable, subject: path)
        }
    }

    /// Reads a key, which nobody else may be able to read.
    static func readSecret(_ path: String) throws(AuthorityError) -> String {
        var status = stat()
        if unsafe stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
            throw AuthorityError(.readable, subject: path)
        }
        return try read(path)
    }

    /// Replaces a file in one step: whoever reads it meanwhile sees the old one or the new one.
    static func write(_ text: String, to path: String, mode: mode_t = 0o644) throws(AuthorityError) {
        let next = path + ".new"
        _ = unsafe unlink(next)
        let descriptor = unsafe open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw failure(of: path) }
        let bytes = Array(text.utf8)
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isKept = count == bytes.count && fsync(descriptor) == 0
        let cause = errno
        close(descriptor)
        guard isKept, unsafe rename(next, path) == 0 else { throw failure(of: path, code: isKept ? errno : cause) }
    }

    static func makeFolder(_ path: String) throws(AuthorityError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw AuthorityError(.cannotWrite, subject: path, cause: error.localizedDescription) }
    }

    /// Keeps all others, in this process or another, from changing a folder until `body` has ended (flock(2)). The kernel
    /// lets go of it when its holder dies, however it dies.
    static func alone<Result>(
        in folder: String, _ body: () throws(AuthorityError) -> Result
    ) throws(AuthorityError) -> Result {
        let path = "\(folder)/lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(of: path) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure(of: path) }
        }
        return try body()
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    private static func failure(of path: String, code: Int32 = errno) -> AuthorityError {
        AuthorityError(.cannotWrite, subject: path, cause: unsafe String(cString: strerror(code)))
    }
}
