internal import CProcess
internal import Glibc

/// A page that an examiner shares with its worker, in which it notes what it is at before every step that could kill
/// it. Noting costs no system call; the page outlives the examiner.
///
/// The page, in native byte order: the number of notes so far (8 bytes), the shard (8), the item's ordinal or -1 (8),
/// the lengths of address and path (4 and 4), the address, the path cut to what fits.
public enum FlightRecorder {
    static let byteCount = 4096
    static let headByteCount = 32

    /// What was noted last.
    public struct Note: Hashable, Sendable {
        /// How many notes there have been: it stands still when the examiner does.
        public var count: UInt64
        public var shard: Int64
        /// The item whose content is being read; nil when a file system is being parsed.
        public var ordinal: Int64?
        /// The file system's address of what is being parsed; empty when content is being read.
        public var address: String
        public var path: [UInt8]
    }

    /// An empty page, as a descriptor to be handed to the examiner.
    public static func makePage() throws(ProcessError) -> Int32 {
        let descriptor = caseload_memory_file(byteCount)
        guard descriptor >= 0 else { throw ProcessError("make a flight recorder", code: SystemError.last) }
        return descriptor
    }

    /// What the page behind a descriptor says. While the examiner lives it may be in the middle of a note.
    public static func note(on descriptor: Int32) -> Note? {
        let page = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
            filled = unsafe max(0, pread(descriptor, buffer.baseAddress, byteCount, 0))
        }
        guard page.count == byteCount else { return nil }
        func number(at offset: Int, _ width: Int) -> UInt64 {
            (0..<width).reduce(0) { $0 | UInt64(page[offset + $1]) << ($1 * 8) }
        }
        let room = byteCount - headByteCount
        let addressByteCount = min(Int(number(at: 24, 4)), room)
        let pathByteCount = min(Int(number(at: 28, 4)), room - addressByteCount)
        let ordinal = Int64(bitPattern: number(at: 16, 8))
        let pathStart = headByteCount + addressByteCount
        return Note(
            count: number(at: 0, 8), shard: Int64(bitPattern: number(at: 8, 8)), ordinal: ordinal < 0 ? nil : ordinal,
            address: String(decoding: page[headByteCount..<pathStart], as: UTF8.self),
            path: Array(page[pathStart..<(pathStart + pathByteCount)]))
    }
}

/// The examiner's side of its flight recorder.
@safe public final class FlightRecord {
    private let page: UnsafeMutableRawPointer
    private var count: UInt64 = 0

    /// Maps the page behind a descriptor that the worker handed in.
    public init(on descriptor: Int32) throws(ProcessError) {
        let page = unsafe mmap(nil, FlightRecorder.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let page = unsafe page, unsafe page != MAP_FAILED else {
            throw ProcessError("map the flight recorder", code: SystemError.last)
        }
        unsafe self.page = page
    }

    deinit { _ = unsafe munmap(page, FlightRecorder.byteCount) }

    /// Notes that an item's content is being read.
    public func note(shard: Int64, ordinal: Int64) {
        write(shard: shard, ordinal: ordinal, addressByteCount: 0, pathByteCount: 0)
    }

    /// Notes that something of a file system is being parsed.
    public func note(shard: Int64, address: String, path: [UInt8]) {
        let room = FlightRecorder.byteCount - FlightRecorder.headByteCount
        var address = address
        let addressByteCount = address.withUTF8 { text in
            let count = min(text.count, room)
            guard let start = text.baseAddress else { return 0 }
            unsafe page.advanced(by: FlightRecorder.headByteCount).copyMemory(from: start, byteCount: count)
            return count
        }
        let pathByteCount = min(path.count, room - addressByteCount)
        unsafe path.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe page.advanced(by: FlightRecorder.headByteCount + addressByteCount)
                .copyMemory(from: start, byteCount: pathByteCount)
        }
        write(shard: shard, ordinal: -1, addressByteCount: addressByteCount, pathByteCount: pathByteCount)
    }

    private func write(shard: Int64, ordinal: Int64, addressByteCount: Int, pathByteCount: Int) {
        count &+= 1
        unsafe page.storeBytes(of: count, as: UInt64.self)
        unsafe page.storeBytes(of: shard, toByteOffset: 8, as: Int64.self)
        unsafe page.storeBytes(of: ordinal, toByteOffset: 16, as: Int64.self)
        unsafe page.storeBytes(of: UInt32(addressByteCount), toByteOffset: 24, as: UInt32.self)
        unsafe page.storeBytes(of: UInt32(pathByteCount), toByteOffset: 28, as: UInt32.self)
    }
}
