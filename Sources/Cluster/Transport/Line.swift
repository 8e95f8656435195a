internal import Authority
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Logging

/// A worker's line to one coordinator, over whatever lies between them.
struct Line: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix

    let address: CoordinatorAddress
    let client: GRPCClient<Transport>

    /// - Throws: `ProtocolError` where there is no secret, or no certificate, to go through with.
    init(to address: CoordinatorAddress, as identity: Identity?) throws {
        self.address = address
        switch address {
        case .socket(let path, let secretPath):
            client = GRPCClient(
                transport: try .http2NIOPosix(
                    target: .unixDomainSocket(path: path), transportSecurity: .plaintext, config: Self.config()),
                interceptors: [SecretBearer(secret: try Secret(readingFrom: secretPath))])
        case .network(let host, let port):
            guard let identity else { throw ProtocolError("no certificate to show to the coordinator at \(address)") }
            client = GRPCClient(
                transport: try .http2NIOPosix(
                    target: Self.target(host, port: port),
                    transportSecurity: try .mTLS(certificateReloader: identity.reloader) {
                        $0.customVerificationCallback = identity.verification(
                            as: [.coordinator], on: host, isLenient: false)
                    }, config: Self.config()))
        }
    }

    private static func target(_ host: HostName, port: Int) -> any ResolvableTarget {
        switch host {
        case .domain(let name): .dns(host: name, port: port)
        case .address(let bytes, let text):
            bytes.count == 4 ? .ipv4(address: text, port: port) : .ipv6(address: text, port: port)
        }
    }

    private static func config() -> Transport.Config {
        .defaults {
            $0.backoff.initial = .milliseconds(50)
            $0.backoff.max = .seconds(2)
            $0.http2.targetWindowSize = ProtocolLimits.windowByteCount
            $0.connection.keepalive = .init(
                time: ProtocolLimits.pingInterval, timeout: ProtocolLimits.pingPatience, allowWithoutCalls: true)
        }
    }
}
