internal import Glibc

/// The room of the file system that a folder lies in (statvfs(3)).
public struct DiskRoom: Hashable, Sendable {
    /// What this user may still fill, in bytes.
    public var freeByteCount: Int64
    public var totalByteCount: Int64
    /// Whether this user may write to the folder.
    public var isWritable: Bool

    public init(freeByteCount: Int64, totalByteCount: Int64, isWritable: Bool) {
        (self.freeByteCount, self.totalByteCount, self.isWritable) = (freeByteCount, totalByteCount, isWritable)
    }

    /// nil where the folder cannot be looked at.
    public init?(at path: String) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        freeByteCount = Self.bytes(status.f_bavail, of: status.f_frsize)
        totalByteCount = Self.bytes(status.f_blocks, of: status.f_frsize)
        isWritable = unsafe access(path, W_OK) == 0
    }

    private static func bytes(_ count: UInt, of size: UInt) -> Int64 {
        let product = Int64(clamping: count).multipliedReportingOverflow(by: Int64(clamping: size))
        return product.overflow ? .max : product.partialValue
    }
}
