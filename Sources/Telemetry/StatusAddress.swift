/// Where a process answers questions about itself.
public struct StatusAddress: Hashable, Sendable {
    public let host: String
    public let port: Int

    public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
}
