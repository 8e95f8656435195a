internal import Glibc

/// A temporary file without a name: written once from front to back, read in any order, gone with its last reference
/// and with the process.
final class SpoolFile {
    private let descriptor: Int32
    /// The folder in which it takes up room, for messages.
    let directory: String
    private(set) var byteCount: Int64 = 0
    private var pending: [UInt8] = []

    /// How many bytes are gathered before they are written.
    private static let pendingByteCount = 256 * 1024

    init(in directory: String) throws(HashSetError) {
        let path = "\(directory)/.spool-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { unsafe unlink(path) }
        self.directory = directory
        guard descriptor >= 0 else { throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last) }
        pending.reserveCapacity(Self.pendingByteCount + 4096)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ bytes: ArraySlice<UInt8>) throws(HashSetError) {
        pending.append(contentsOf: bytes)
        byteCount += Int64(bytes.count)
        if pending.count >= Self.pendingByteCount { try flush() }
    }

    func append(_ byte: UInt8) throws(HashSetError) {
        pending.append(byte)
        byteCount += 1
        if pending.count >= Self.pendingByteCount { try flush() }
    }

    /// Appends the low `byteCount` bytes of a number, the lowest first.
    func append(_ number: UInt64, byteCount: Int) throws(HashSetError) {
        for index in 0..<byteCount { pending.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
        self.byteCount += Int64(byteCount)
        if pending.count >= Self.pendingByteCount { try flush() }
    }

    /// Hands what is pending to the system, so that it can be read.
    func flush() throws(HashSetError) {
        let isWritten = unsafe pending.withUnsafeBytes { unsafe SystemCalls.write(descriptor, $0) }
        guard isWritten else { throw HashSetError(.cannotWrite, path: directory, cause: SystemWords.last) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Reads at most `count` flushed bytes at `offset` and puts them behind `bytes`.
    /// - Returns: how many; 0 only at the end.
    func read(at offset: Int64, count: Int, into bytes: inout [UInt8]) throws(HashSetError) -> Int {
        let wanted = Int(min(Int64(count), max(0, byteCount - offset)))
        let got = SystemCalls.read(descriptor, at: offset, count: wanted, onto: &bytes)
        guard got >= 0 else { throw HashSetError(.unreadable, path: directory, cause: SystemWords.last) }
        return got
    }
}
