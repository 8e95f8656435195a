/// Where a coordinator listens, and how it knows whom to let in.
public enum Door: Hashable, Sendable, CustomStringConvertible {
    /// For this machine: a Unix socket, with the file of the secret that workers must bear.
    case socket(path: String, secretPath: String)
    /// For others: a TCP port, mutual TLS, and the folder of this coordinator's certificate.
    case network(host: String, port: Int, identityFolder: String)

    public var description: String {
        switch self {
        case .socket(let path, _): path
        case .network(let host, let port, _): "\(host):\(port)"
        }
    }
}
