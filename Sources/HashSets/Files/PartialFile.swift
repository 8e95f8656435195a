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

    /// Removes what killed imports have left in the folder, then makes a file of its own.
    init(in directory: String) throws(HashSetError) {
        for name in try Folder.names(in: directory) where name.hasPrefix(".") && name.hasSuffix(Self.ending) {
            Self.removeUnlessInUse("\(directory)/\(name)")
        }
        self.directory = directory
        (path, descriptor) = try Self.make(in: directory)
        digest = try FileDigest(of: path)
    }

    /// Another import may take the file for a killed one's before it is locked, and remove it: then it is made again.
    private static func make(in directory: String) throws(HashSetError) -> (path: String, descriptor: Int32) {
        while true {
            let path = "\(directory)/.\(String(UInt64.random(in: .min ... .max), radix: 36))\(ending)"
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            var status = stat()
            guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0, unsafe fstat(descriptor, &status) == 0 else {
                let cause = SystemWords.last
                if descriptor >= 0 { Glibc.close(descriptor) }
                throw HashSetError(.cannotWrite, path: directory, cause: cause)
            }
            if status.st_nlink > 0 { return (path, descriptor) }
            Glibc.close(descriptor)
        }
    }

    private static func removeUnlessInUse(_ path: String) {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { _ = unsafe unlink(path) }
        Glibc.close(descriptor)
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
