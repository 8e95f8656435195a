internal import Glibc

/// A hash set's file, open for reading and nothing else; closed with its last reference.
final class SourceFile: Sendable {
    private let descriptor: Int32
    let path: String
    /// Its size when it was opened.
    let byteCount: Int64

    /// - Throws: `unreadable` unless it is a regular file that this user may read.
    init(opening path: String) throws(HashSetError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw HashSetError(.unreadable, path: path, cause: SystemWords.last) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw HashSetError(.unreadable, path: path, cause: "it is not a regular file")
        }
        (self.descriptor, self.path, byteCount) = (descriptor, path, Int64(status.st_size))
    }

    deinit { close(descriptor) }

    /// Reads at most `count` bytes at `offset` and puts them behind `bytes`.
    /// - Returns: how many; 0 only at the end of the file.
    /// - Throws: `truncated` when the file has become shorter since it was opened.
    func read(at offset: Int64, count: Int, into bytes: inout [UInt8]) throws(HashSetError) -> Int {
        guard offset < byteCount else { return 0 }
        let wanted = Int(min(Int64(count), byteCount - offset))
        let got = SystemCalls.read(descriptor, at: offset, count: wanted, onto: &bytes)
        guard got >= 0 else {
            throw HashSetError(.unreadable, path: path, byteOffset: offset, cause: SystemWords.last)
        }
        guard got > 0 else {
            throw HashSetError(
                .truncated, path: path, byteOffset: offset, cause: "the file became shorter while it was read")
        }
        return got
    }

    /// The first bytes of the file, at most `count`.
    func opening(_ count: Int) throws(HashSetError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let got = try read(at: Int64(bytes.count), count: count - bytes.count, into: &bytes)
            if got == 0 { break }
        }
        return bytes
    }
}
