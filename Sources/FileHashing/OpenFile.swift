internal import Glibc

/// A file that is being read. The one owner of its descriptor.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// - Parameter following: whether a link in the path's last part is followed.
    init(_ path: [UInt8], following: Bool) throws(SystemRefusal) {
        descriptor = try Names.open(path, following: following)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// Reads the next bytes into the front of `buffer`.
    /// - Returns: how many; 0 at the end of the file.
    func read(into buffer: inout MutableSpan<UInt8>) throws(SystemRefusal) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw SystemRefusal(code: errno) }
        }
    }
}
