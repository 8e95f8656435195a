public import Authority
internal import Logging

/// Where a coordinator is reached.
public enum CoordinatorAddress: Hashable, Sendable, CustomStringConvertible {
    /// On this machine: a Unix socket, with a secret that only its user's processes have.
    case socket(path: String, secretPath: String)
    /// Anywhere: over mutual TLS.
    case network(HostName, port: Int)

    /// The port that coordinators listen on unless they are told another.
    public static let standardPort = 7443

    /// How loudly a worker says that it stops, or that its coordinator is away. On one machine both are somebody's children,
    /// who ends them together and says itself when one of them dies.
    var newsLevel: (coming: Logger.Level, going: Logger.Level) {
        if case .socket = self { (.info, .info) } else { (.notice, .warning) }
    }

    /// A network address: `HOST`, `HOST:PORT`, `[IPv6]:PORT`.
    /// - Returns: nil for what is none.
    public init?(network text: String) {
        let (host, port) = Self.split(text)
        guard let name = try? HostName(host), let number = port.map({ Int($0) }) ?? Self.standardPort,
            (1...65_535).contains(number)
        else { return nil }
        self = .network(name, port: number)
    }

    private static func split(_ text: String) -> (host: String, port: String?) {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let rest = text[text.index(after: end)...]
            let host = String(text[text.index(after: text.startIndex)..<end])
            return (host, rest.isEmpty ? nil : rest.hasPrefix(":") ? String(rest.dropFirst()) : "?")
        }
        // More than one colon without brackets: an IPv6 address by itself.
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (text, nil)
    }

    public var description: String {
        switch self {
        case .socket(let path, _): path
        case .network(.address(let bytes, let text), let port) where bytes.count == 16: "[\(text)]:\(port)"
        case .network(let host, let port): "\(host):\(port)"
        }
    }
}
