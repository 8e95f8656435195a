internal import CProcess
internal import Glibc

/// One end of a connected pair of sockets that carries whole messages, each behind its length, and with a message,
/// if need be, a copy of one open descriptor. Blocking; one reader and one writer at a time.
///
/// On the wire: the message's length in bytes (4 bytes, little-endian), then its bytes. A descriptor travels with the
/// first byte of the length.
@safe public struct MessageSocket: ~Copyable, Sendable {
    /// A longer message is a broken peer's: it is refused before any memory is taken for it.
    public static let messageLimit = 64 << 20

    public let descriptor: Int32

    /// Takes over `descriptor`, and closes it in the end.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Two ends of one new pair; neither survives an `exec` unless it is handed on as a standard descriptor.
    public static func pair() throws(ProcessError) -> (Int32, Int32) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = unsafe withUnsafeMutableBytes(of: &ends) {
            unsafe caseload_socket_pair($0.assumingMemoryBound(to: Int32.self).baseAddress)
        }
        guard result == 0 else { throw ProcessError("make a socket pair", code: SystemError.last) }
        return ends
    }

    /// Sends one message, whole.
    /// - Parameter passing: an open descriptor of which the peer gets a copy.
    public borrowing func send(_ message: [UInt8], passing passed: Int32? = nil) throws(ProcessError) {
        guard message.count <= Self.messageLimit else { throw ProcessError("send so long a message", code: EMSGSIZE) }
        let length = UInt32(message.count)
        try sendAll((0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }, passing: passed ?? -1)
        try sendAll(message, passing: -1)
    }

    /// Waits for the next message. A descriptor that comes with it is not taken.
    /// - Returns: nil once the peer has closed its end between two messages.
    public borrowing func receive() throws(ProcessError) -> [UInt8]? {
        guard let head = try unsafe receiveExactly(4) else { return nil }
        return try receiveMessage(behind: head)
    }

    /// Waits for the next message and takes the descriptor that comes with it, if there is one.
    /// - Returns: nil once the peer has closed its end between two messages.
    public borrowing func receiveWithDescriptor() throws(ProcessError) -> (message: [UInt8], passed: Int32?)? {
        var passed: Int32 = -1
        guard let head = try unsafe receiveExactly(4, passed: &passed) else { return nil }
        return (try receiveMessage(behind: head), passed < 0 ? nil : passed)
    }

    private borrowing func receiveMessage(behind head: [UInt8]) throws(ProcessError) -> [UInt8] {
        let length = head.enumerated().reduce(0) { $0 | Int($1.element) << ($1.offset * 8) }
        guard length <= Self.messageLimit else { throw ProcessError("receive so long a message", code: EMSGSIZE) }
        guard let message = try unsafe receiveExactly(length) else {
            throw ProcessError("receive a whole message", code: ECONNRESET)
        }
        return message
    }

    /// Ends the conversation in both directions: whoever waits for the peer is told that it has closed.
    public borrowing func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    private borrowing func sendAll(_ bytes: [UInt8], passing passed: Int32) throws(ProcessError) {
        var (sent, passed) = (0, passed)
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe caseload_send(descriptor, $0.baseAddress.map { unsafe $0 + sent }, $0.count - sent, passed)
            }
            guard count > 0 else { throw ProcessError("send to the other process", code: SystemError.last) }
            sent += count
            passed = -1
        }
    }

    /// - Returns: nil when the peer has closed before the first byte.
    private borrowing func receiveExactly(_ count: Int, passed: UnsafeMutablePointer<Int32>? = nil) throws(ProcessError)
        -> [UInt8]?
    {
        var failure: ProcessError?
        var isClosed = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe caseload_receive(
                    descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, passed)
                guard got > 0 else {
                    if got < 0 || filled > 0 {
                        failure = ProcessError(
                            "receive from the other process", code: got < 0 ? SystemError.last : ECONNRESET)
                    }
                    isClosed = true
                    return
                }
                filled += got
            }
        }
        if let failure { throw failure }
        return isClosed ? nil : bytes
    }
}
