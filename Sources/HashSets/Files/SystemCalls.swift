internal import Glibc

/// Reads and writes that a signal interrupts go on.
enum SystemCalls {
    /// Reads at most `count` bytes at `offset` and puts them behind `bytes`.
    /// - Returns: how many, 0 at the end, negative with `errno` set where it failed.
    static func read(_ descriptor: Int32, at offset: Int64, count: Int, onto bytes: inout [UInt8]) -> Int {
        let start = bytes.count
        bytes += [UInt8](repeating: 0, count: count)
        while true {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
                return unsafe pread(descriptor, free.baseAddress, free.count, off_t(offset))
            }
            if got < 0, errno == EINTR { continue }
            let code = errno
            bytes.removeLast(count - max(0, got))
            errno = code
            return got
        }
    }

    /// Writes all of the buffer at the descriptor's position.
    /// - Returns: whether it did; otherwise `errno` says why not.
    @unsafe static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Bool {
        var rest = unsafe buffer[...]
        while unsafe !rest.isEmpty {
            let part = unsafe UnsafeRawBufferPointer(rebasing: rest)
            let count = unsafe Glibc.write(descriptor, part.baseAddress, part.count)
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            unsafe rest = rest.dropFirst(count)
        }
        return true
    }
}

/// The system's own words for its last failure.
enum SystemWords {
    static var last: String {
        let code = errno
        var text = [CChar](repeating: 0, count: 256)
        return unsafe text.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, unsafe strerror_r(code, base, buffer.count) == 0 else {
                return "error \(code)"
            }
            return unsafe String(cString: base)
        }
    }
}
