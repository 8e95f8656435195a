internal import Findings
internal import Glibc

/// One of an exhibit's files, open for reading and nothing else; closed with its last reference.
public final class EvidenceFile {
    private let descriptor: Int32
    /// Its name in the exhibit's folder.
    public let name: String
    /// Where it lies, for messages.
    public let path: String
    /// Its size when it was opened.
    public let byteCount: Int64

    /// Takes the descriptor over.
    /// - Throws: `unsupportedImage` unless it is a file or a block device.
    init(descriptor: Int32, name: String, path: String) throws(EvidenceError) {
        (self.descriptor, self.name, self.path) = (descriptor, name, path)
        var status = stat()
        let known = unsafe fstat(descriptor, &status) == 0
        switch status.st_mode & S_IFMT {
        case S_IFREG where known: byteCount = Int64(status.st_size)
        case S_IFBLK where known: byteCount = Int64(lseek(descriptor, 0, SEEK_END))
        case let mode:
            byteCount = 0
            let kind = mode == S_IFDIR ? "a folder" : "neither a file nor a block device"
            throw EvidenceError(.unsupportedImage, path: path, cause: "it is \(kind). Name the image's first file")
        }
    }

    deinit { close(descriptor) }

    /// Reads what lies at byte `offset` of the file into `buffer`, straight from the system.
    /// - Returns: the bytes read: as many as fit, fewer only where the file ends.
    /// - Throws: `unreadable` with the system's words when its storage fails.
    public func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset >= 0, offset < byteCount else { return 0 }
        var filled = 0
        while filled < buffer.count {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
                return unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let place = "byte \(offset + Int64(filled)) of \(name)"
                throw EvidenceError(.unreadable, path: path, cause: "\(place): \(SystemError.last)")
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads exactly `byteCount` bytes at `offset`.
    /// - Returns: nil when the file ends before, or the range lies outside of it: whether that is damage, or only
    ///   says that the file is something else, is the caller's to know.
    /// - Precondition: `byteCount` has a limit that the caller chose.
    func bytes(at offset: Int64, byteCount: Int) throws(EvidenceError) -> [UInt8]? {
        guard offset >= 0, byteCount >= 0, offset <= self.byteCount, Int64(byteCount) <= self.byteCount - offset else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var span = bytes.mutableSpan
        return try read(at: offset, into: &span) == byteCount ? bytes : nil
    }
}
