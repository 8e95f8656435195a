internal import Findings
internal import Glibc

/// The folder that an exhibit lies in: the only place that its files are opened from, by plain names and for reading.
///
/// Opening leaves no trace: the files' access times stay as they are wherever the system lets this user ask for that.
public struct ExhibitFolder: Sendable {
    private let folder: Folder
    /// Where the folder lies, for messages; nothing is opened by it.
    public let path: String

    public init(at path: String) throws(EvidenceError) {
        let descriptor = Self.openQuietly(path, in: AT_FDCWD, flags: O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw EvidenceError(.unreadable, path: path, cause: SystemError.last) }
        self.init(descriptor: descriptor, path: path)
    }

    /// Takes over an open folder: its descriptor is closed with the last copy of this value.
    public init(descriptor: Int32, path: String) {
        folder = Folder(descriptor: descriptor)
        self.path = path
    }

    /// Opens one of the folder's files for reading.
    /// - Throws: `externalFileRefused` unless `name` is a plain name; `unreadable` when the system cannot open it;
    ///   `unsupportedImage` when it is neither a file nor a block device.
    public func open(_ name: String) throws(EvidenceError) -> EvidenceFile {
        try open(name, flags: 0)
    }

    /// Opens a file that a container names, and does not follow it if it is a symbolic link: what a container says
    /// must not lead out of the folder.
    func openNamed(byContainer name: String) throws(EvidenceError) -> EvidenceFile {
        try open(name, flags: O_NOFOLLOW)
    }

    /// Whether the folder has something of this plain name, of whatever kind.
    func contains(_ name: String) -> Bool {
        guard Self.isPlain(name) else { return false }
        var status = stat()
        return unsafe fstatat(folder.descriptor, name, &status, 0) == 0
    }

    /// A name that stays in the folder: not empty, no `/`, no NUL, neither `.` nor `..`.
    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }

    private func open(_ name: String, flags: Int32) throws(EvidenceError) -> EvidenceFile {
        guard Self.isPlain(name) else {
            throw EvidenceError(
                .externalFileRefused, path: name, cause: "the name “\(name)” leads out of the exhibit's folder")
        }
        // O_NONBLOCK: a FIFO with this name must not stop the examination.
        let descriptor = Self.openQuietly(name, in: folder.descriptor, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY | flags)
        guard descriptor >= 0 else {
            let refused = flags & O_NOFOLLOW != 0 && errno == ELOOP
            let cause = refused ? "the container names a symbolic link" : SystemError.last
            throw EvidenceError(refused ? .externalFileRefused : .unreadable, path: display(name), cause: cause)
        }
        return try EvidenceFile(descriptor: descriptor, name: name, path: display(name))
    }

    /// How messages call one of the folder's files.
    func display(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// Asks for O_NOATIME, which the system grants to a file's owner only, and goes without where it must.
    private static func openQuietly(_ name: String, in folder: Int32, flags: Int32) -> Int32 {
        let noAccessTime: Int32 = 0o1_000_000  // O_NOATIME, which Glibc's module map leaves out
        let flags = flags | O_CLOEXEC
        let descriptor = unsafe openat(folder, name, flags | noAccessTime)
        return descriptor < 0 && errno == EPERM ? unsafe openat(folder, name, flags) : descriptor
    }

    /// The one owner of a folder's descriptor.
    private final class Folder: Sendable {
        let descriptor: Int32
        init(descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }
}

/// The system's own words for what went wrong last on this thread.
enum SystemError {
    static var last: String {
        let code = errno
        return unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
