internal import Findings
internal import Glibc

/// An index that arrives from another computer, piece by piece, in a folder of indexes. What has arrived stays on the disk
/// when the transfer is cut, and whoever begins again goes on from there.
///
/// One process of the computer receives an index at a time (`flock`); the kernel lets go when that one dies. Nobody takes
/// what has not arrived whole for an index: it lies in a folder of its own until its SHA-256 is right.
public final class IndexArrival: Sendable {
    private let descriptor: Int32
    private let path: String
    private let place: String

    private static let folder = "incoming"

    /// - Returns: nil while somebody else receives it, or has just done so.
    /// - Throws: `cannotWrite` where the folder cannot be made or written to.
    public init?(of sha256: [UInt8], in directory: String) throws(HashSetError) {
        let name = Hexadecimal.text(sha256) + HashSetIndex.fileEnding
        (place, path) = ("\(directory)/\(name)", "\(directory)/\(Self.folder)/\(name)")
        try Folder.make(directory)
        try Folder.make("\(directory)/\(Self.folder)")
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw HashSetError(.cannotWrite, path: path, cause: SystemWords.last) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStillThere else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether the file still has its name: whoever held the lock before may have finished it, or begun anew.
    private var isStillThere: Bool {
        var (own, named) = (stat(), stat())
        guard unsafe fstat(descriptor, &own) == 0, unsafe lstat(path, &named) == 0 else { return false }
        return own.st_ino == named.st_ino && own.st_dev == named.st_dev
    }

    /// How much has arrived, in bytes.
    public var byteCount: Int64 { Int64(max(0, lseek(descriptor, 0, SEEK_END))) }

    /// Keeps what comes next.
    /// - Throws: `cannotWrite` where the disk has no room; what had arrived before stays.
    public func append(_ bytes: [UInt8]) throws(HashSetError) {
        let isWritten = unsafe bytes.withUnsafeBytes { unsafe SystemCalls.write(descriptor, $0) }
        guard isWritten else { throw HashSetError(.cannotWrite, path: path, cause: SystemWords.last) }
    }

    /// Forgets what has arrived.
    public func beginAnew() throws(HashSetError) {
        guard ftruncate(descriptor, 0) == 0 else {
            throw HashSetError(.cannotWrite, path: path, cause: SystemWords.last)
        }
    }

    /// Reads all that has arrived, and gives it the name of an index where its SHA-256 is right.
    /// - Throws: `damagedIndex`, `notAnIndex` or `unsupportedIndex` where it is not what it should be.
    public func finish() throws(HashSetError) {
        guard fsync(descriptor) == 0 else { throw HashSetError(.cannotWrite, path: path, cause: SystemWords.last) }
        _ = try HashSetIndex(opening: path, verifying: true)
        guard unsafe rename(path, place) == 0 else {
            throw HashSetError(.cannotWrite, path: place, cause: SystemWords.last)
        }
    }
}
