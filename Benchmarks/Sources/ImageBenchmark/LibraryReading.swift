internal import CEWF

/// How libewf reads it, through its own interface. The one owner of a handle.
@safe final class LibraryReading: DeviceReading {
    private let handle: UnsafeMutablePointer<libewf_handle_t>
    let byteCount: Int64

    init(of path: String) throws {
        guard let handle = unsafe cewf_open(path) else { throw BenchmarkError("libewf cannot open \(path)") }
        unsafe self.handle = handle
        var size: size64_t = 0
        guard unsafe libewf_handle_get_media_size(handle, &size, nil) == 1, let byteCount = Int64(exactly: size) else {
            unsafe cewf_close(handle)
            throw BenchmarkError("libewf does not know how large \(path) is")
        }
        self.byteCount = byteCount
    }

    deinit { unsafe cewf_close(handle) }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws -> Int {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe libewf_handle_read_random(handle, bytes.baseAddress, bytes.count, offset, nil)
        }
        guard count >= 0 else { throw BenchmarkError("libewf cannot read byte \(offset)") }
        return count
    }
}
