internal import Glibc

/// A file in memory, read-only: pages come from the page cache and are shared by every process of the computer.
///
/// Every access is checked against the mapping's size. What it maps must not be shortened while it is mapped: index
/// files are written once, under another name, and only ever removed.
@safe final class MappedFile: Sendable {
    let path: String
    let byteCount: Int
    // Set once, in the initialiser, and the memory behind it is never written: any thread may read it.
    nonisolated(unsafe) private let base: UnsafeRawPointer

    /// - Throws: `missingIndex` when it is not there, `unreadable` when it cannot be opened or mapped, `notAnIndex` when it
    ///   is empty.
    init(opening path: String) throws(HashSetError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw HashSetError(errno == ENOENT ? .missingIndex : .unreadable, path: path, cause: SystemWords.last)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw HashSetError(.unreadable, path: path, cause: "it is not a regular file")
        }
        guard status.st_size > 0 else { throw HashSetError(.notAnIndex, path: path, cause: "it is empty") }
        let size = Int(status.st_size)
        // Private, which an examiner's confinement allows: nothing is written, so the pages are shared all the same.
        guard let base = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe base != MAP_FAILED
        else { throw HashSetError(.unreadable, path: path, cause: SystemWords.last) }
        unsafe (self.path, byteCount, self.base) = (path, size, UnsafeRawPointer(base))
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }

    /// Whether `count` bytes at `offset` lie inside of the file.
    func holds(_ count: Int, at offset: Int) -> Bool {
        offset >= 0 && count >= 0 && offset <= byteCount && count <= byteCount - offset
    }

    /// A byte; 0 outside of the file.
    @inline(__always) func byte(at offset: Int) -> UInt8 {
        guard holds(1, at: offset) else { return 0 }
        return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
    }

    /// Eight bytes, the first the most significant, so that it orders as the bytes do; 0 outside of the file.
    @inline(__always) func bigEndianWord(at offset: Int) -> UInt64 {
        guard holds(8, at: offset) else { return 0 }
        return unsafe UInt64(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// A number of 1 to 8 bytes, the first the least significant; 0 outside of the file.
    @inline(__always) func number(at offset: Int, byteCount: Int) -> UInt64 {
        guard holds(byteCount, at: offset) else { return 0 }
        switch byteCount {
        case 8: return unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        case 4: return unsafe UInt64(UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        case 2: return unsafe UInt64(UInt16(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        default:
            var number: UInt64 = 0
            for index in 0..<byteCount { number |= UInt64(byte(at: offset + index)) << UInt64(8 * index) }
            return number
        }
    }

    /// Whether the bytes at `offset` are these; false where they do not fit into the file.
    @inline(__always) func holds(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard holds(bytes.count, at: offset) else { return false }
        return unsafe bytes.withUnsafeBytes { expected in
            guard let start = expected.baseAddress else { return true }
            return unsafe memcmp(base + offset, start, expected.count) == 0
        }
    }

    /// Whether the bytes at `offset` come before these, as bytes are ordered; false where they do not fit into the file.
    func holdsLess(than bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard holds(bytes.count, at: offset) else { return false }
        return unsafe bytes.withUnsafeBytes { other in
            guard let start = other.baseAddress else { return false }
            return unsafe memcmp(base + offset, start, other.count) < 0
        }
    }

    /// A copy of the bytes; nil where they do not fit into the file.
    func bytes(at offset: Int, count: Int) -> [UInt8]? {
        guard holds(count, at: offset) else { return nil }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: base + offset, count: count))
    }

    /// Hands out the whole file in pieces of at most 1 MiB, in order.
    func forEachPiece<E: Error>(_ body: (Span<UInt8>) throws(E) -> Void) throws(E) {
        let first = unsafe base.assumingMemoryBound(to: UInt8.self)
        var start = 0
        while start < byteCount {
            let count = min(1 << 20, byteCount - start)
            try body(unsafe Span(_unsafeStart: first + start, count: count))
            start += count
        }
    }
}
