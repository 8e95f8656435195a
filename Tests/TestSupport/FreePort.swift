import Foundation
import FoundationNetworking
import Glibc

/// A port of this machine's loopback that nobody had a moment ago.
public struct FreePort: Sendable {
    public let number: Int

    public init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileNoSuchFile) }
        number = Int(address.sin_port.bigEndian)
    }

    public struct Answer: Sendable {
        public let status: Int
        public let type: String?
        public let text: String
    }

    /// What a server there answers over HTTP; nil where none listens yet.
    public func get(_ path: String) async throws -> Answer? {
        guard let url = URL(string: "http://127.0.0.1:\(number)\(path)") else { throw CocoaError(.fileNoSuchFile) }
        do {
            let (data, response) = try await URLSession.shared.data(from: url)
            let http = response as? HTTPURLResponse
            return Answer(
                status: http?.statusCode ?? 0, type: http?.value(forHTTPHeaderField: "Content-Type"),
                text: String(decoding: data, as: UTF8.self))
        } catch is URLError { return nil }
    }
}
