internal import Glibc

/// Whose a file is and who may do what with it (inode(7)).
public struct FileStatus: Hashable, Sendable {
    /// The permission bits.
    public let mode: UInt32
    public let isFolder: Bool
    /// Whether it belongs to this process's user.
    public let isOwn: Bool

    /// Of an open file; nil where it cannot be known.
    public init?(of descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Of what lies at a path, a link itself; nil where nothing does.
    public init?(at path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        mode = status.st_mode & 0o7777
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isOwn = status.st_uid == getuid()
    }
}
