internal import Glibc

/// A file in the making, under a name that nobody takes for a finished one; gone unless it is published.
///
/// It is locked while its maker lives, so that what a killed import left behind can be told from what is being made.
final class PartialFile {
    private let descriptor: Int32
    private let directory: String
    let path: String
    private var isPublished = false
    private var pending: [UInt8] = []
    private var digest: FileDigest?

    private static let ending = ".partial"
    private static let pendingByteCount = 1 << 20

    init(in directory: String) throws(HashSetError) {
        path = "\(directory)/.\(String(UInt64.random(in: .min ... .max), radix: 36))\(Self.ending)"
        self.directory = directory
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last)
        }
        digest = try FileDigest(of: path)
    }

    deinit {
        guard descriptor >= 0 else { return }
        if !isPublished { unsafe unlink(path) }
        close(descriptor)
    }

    func append(_ bytes: ArraySlice<UInt8>) throws(HashSetError) {
        pending.append(contentsOf: bytes)
        if pending.count >= Self.pendingByteCount { try flush() }
    }

    private func flush() throws(HashSetError) {
        try digest?.update(pending.span)
        let isWritten = unsafe pending.withUnsafeBytes { unsafe SystemCalls.write(descriptor, $0) }
        guard isWritten else { throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Brings everything to the disk.
    /// - Returns: the content's SHA-256.
    func finish() throws(HashSetError) -> [UInt8] {
        try flush()
        guard fsync(descriptor) == 0, let digest = digest.take() else {
            throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last)
        }
        return try digest.finalize()
    }

    /// Gives the finished file its name, in place of one that has it, and brings that to the disk too.
    func publish(as name: String) throws(HashSetError) {
        guard unsafe rename(path, "\(directory)/\(name)") == 0 else {
            throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last)
        }
        isPublished = true
        let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        guard folder >= 0, fsync(folder) == 0 else {
            throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last)
        }
    }
}
