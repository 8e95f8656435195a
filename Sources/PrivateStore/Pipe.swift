internal import Glibc

/// An open descriptor, closed exactly once.
struct Descriptor: ~Copyable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Opens a file to append to it, making it where it is missing.
    init(appendingTo path: String) throws(PrivateStoreError) {
        descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateStoreError(system: errno, subject: path) }
    }

    deinit { Glibc.close(descriptor) }

    /// Writes all bytes, or gives up when nobody reads them.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}

/// A pipe between two threads or processes.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor

    init() throws(PrivateStoreError) {
        // A pair of sockets, because pipe() cannot close its ends on exec at once: another thread might be starting a
        // program, which would keep them open.
        var ends: [Int32] = [-1, -1]
        let type = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw PrivateStoreError(system: errno, subject: "pipe")
        }
        reading = Descriptor(ends[0])
        writing = Descriptor(ends[1])
    }

    /// Closes this process's writing end, then reads until all others have closed theirs.
    consuming func readToEnd() -> String {
        let reading = closeWriting()
        var (text, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 4096))
        while true {
            let count = unsafe read(reading.descriptor, &buffer, buffer.count)
            if count > 0 { text += buffer[..<count] } else if count == 0 || errno != EINTR { break }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Closes the writing end.
    consuming func closeWriting() -> Descriptor { reading }

    /// The next byte; nil when none comes within `milliseconds` (-1: as long as it takes).
    func nextByte(within milliseconds: Int32) -> UInt8? {
        var waiting = pollfd(fd: reading.descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return nil }
        var byte: UInt8 = 0
        return unsafe read(reading.descriptor, &byte, 1) == 1 ? byte : nil
    }
}
