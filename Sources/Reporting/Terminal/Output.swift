internal import Glibc

/// A file descriptor that is written to through a buffer. It does not own the descriptor.
public struct Output: ~Copyable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Bytes that are gathered before they are written: large enough that a million lines are few system calls.
    static let bufferByteCount = 64 * 1_024

    public init(descriptor: Int32) {
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.bufferByteCount + 4_096)
    }

    /// From now on a write to a closed pipe is an error, `OutputError.closed`, and no signal that ends the process.
    /// Once, at the start of a process.
    public static func ignoreClosedPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Gives standard input, output and error a place where the caller has closed them; to write there is an error.
    /// Otherwise the next file or socket that is opened would take that place, and what is printed would land in it.
    /// Once, before anything is opened.
    public static func openStandardStreams() {
        while true {
            let descriptor = unsafe open("/dev/null", O_RDONLY)  // the path is a constant
            guard (0...2).contains(descriptor) else {
                if descriptor > 2 { close(descriptor) }
                return
            }
        }
    }

    /// Appends what `body` appends, and writes when enough has come together.
    public mutating func append(_ body: (inout [UInt8]) -> Void) throws(OutputError) {
        body(&buffer)
        if buffer.count >= Self.bufferByteCount { try flush() }
    }

    /// Writes everything that is still held.
    public mutating func flush() throws(OutputError) {
        defer { buffer.removeAll(keepingCapacity: true) }
        var written = 0
        while written < buffer.count {
            // The buffer outlives the call, and `write` gets no more than it holds.
            let count = unsafe buffer[written...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw errno == EPIPE ? .closed : .failed(code: errno)
            }
            written += count
        }
    }
}
