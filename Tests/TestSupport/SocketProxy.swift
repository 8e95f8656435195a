import Foundation
import Glibc

/// Stands between two ends of a Unix socket and passes bytes on, through a valve that may hold them or cut the line.
public final class SocketProxy: Sendable {
    private let listener: Int32
    private let path: String

    /// - Parameters:
    ///   - path: where clients find it.
    ///   - target: the server's socket.
    ///   - valve: makes the valve of each new line.
    public init(at path: String, to target: String, valve: @escaping @Sendable () -> any ProxyValve) throws {
        self.path = path
        listener = try unsafe Self.open(path) { unsafe bind($0, $1, $2) }
        guard listen(listener, 64) == 0 else { throw CannotOpen(path: path, code: errno) }
        let listener = listener
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                guard let server = try? unsafe Self.open(target, { unsafe connect($0, $1, $2) }) else {
                    close(client)
                    continue
                }
                Line(client: client, server: server, valve: valve()).run()
            }
        }
    }

    /// Nobody new gets through; the lines that stand stay.
    public func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        _ = unsafe unlink(path)
    }

    private static func open(
        _ path: String, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < 108 else { throw CannotOpen(path: path, code: ENAMETOOLONG) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let status = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw CannotOpen(path: path, code: errno)
        }
        return descriptor
    }

    public struct CannotOpen: Error {
        let path: String
        let code: Int32
    }
}

/// What happens to the bytes of one line. Each direction is asked on a thread of its own, which it may block.
public protocol ProxyValve: Sendable {
    /// - Parameter send: sends to the server what was held before.
    func open(toServer send: @escaping @Sendable ([UInt8]) -> Void)
    /// - Returns: what goes on to the server; nil cuts the line.
    func pass(toServer bytes: [UInt8]) -> [UInt8]?
    /// - Returns: what goes on to the client; nil cuts the line.
    func pass(toClient bytes: [UInt8]) -> [UInt8]?
}

extension ProxyValve {
    public func open(toServer send: @escaping @Sendable ([UInt8]) -> Void) {}
}

/// One client's line: a thread for each direction; the last to end closes both descriptors.
private struct Line {
    let client: Int32
    let server: Int32
    let valve: any ProxyValve

    func run() {
        let bothEnded = DispatchGroup()
        valve.open { [server] in _ = Self.send($0, to: server) }
        pump(client, server, bothEnded) { valve.pass(toServer: $0) }
        pump(server, client, bothEnded) { valve.pass(toClient: $0) }
        bothEnded.notify(queue: .global()) { [client, server] in
            close(client)
            close(server)
        }
    }

    private func pump(
        _ source: Int32, _ sink: Int32, _ group: DispatchGroup, _ pass: @escaping @Sendable ([UInt8]) -> [UInt8]?
    ) {
        group.enter()
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = unsafe read(source, &buffer, buffer.count)
                guard count > 0, let bytes = pass(Array(buffer[..<count])), Self.send(bytes, to: sink) else { break }
            }
            for end in [source, sink] { shutdown(end, Int32(SHUT_RDWR)) }
            group.leave()
        }
    }

    private static func send(_ bytes: [UInt8], to sink: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
