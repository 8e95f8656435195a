internal import Authority
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Logging
internal import Processes

/// A door of a coordinator while it is open.
struct OpenDoor: Sendable {
    let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let door: Door
    private let identity: Identity?

    /// - Throws: `ProtocolError`, `AuthorityError` or `Refusal` where what proves who may come in cannot be used.
    init(_ door: Door, to service: CoordinationService, logger: Logger) throws {
        self.door = door
        switch door {
        case .socket(let path, let secretPath):
            identity = nil
            SmallFile.remove(path)
            server = GRPCServer(
                transport: .http2NIOPosix(
                    address: .unixDomainSocket(path: path), transportSecurity: .plaintext, config: Self.config()),
                services: [service], interceptors: [SecretKeeper(secret: try Secret(readingFrom: secretPath))])
        case .network(let host, let port, let folder):
            let identity = try Identity(in: folder, as: .coordinator, logger: logger, metrics: service.metrics.peers)
            self.identity = identity
            server = GRPCServer(
                transport: .http2NIOPosix(
                    address: host.contains(":") ? .ipv6(host: host, port: port) : .ipv4(host: host, port: port),
                    transportSecurity: try .mTLS(certificateReloader: identity.reloader) {
                        $0.requireALPN = true
                        $0.customVerificationCallback = identity.verification(as: [.worker], on: nil, isLenient: true)
                    }, config: Self.config()),
                services: [service], interceptors: [MemberKeeper(identity: identity)])
        }
    }

    /// Serves until the server is told to stop.
    func serve() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.serve() }
            if let identity { group.addTask { try await identity.keepFresh() } }
            try await group.next()
            group.cancelAll()
        }
        if case .socket(let path, _) = door { SmallFile.remove(path) }
    }

    private static func config() -> HTTP2ServerTransport.Posix.Config {
        .defaults {
            $0.rpc.maxRequestPayloadSize = ProtocolLimits.messageByteCount
            $0.http2.targetWindowSize = ProtocolLimits.windowByteCount
            $0.connection.maxAge = ProtocolLimits.connectionAge
            $0.connection.maxGraceTime = ProtocolLimits.connectionGrace
            $0.connection.keepalive.clientBehavior.allowWithoutCalls = true
            $0.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = ProtocolLimits.pingInterval / 2
            $0.connection.keepalive.time = ProtocolLimits.pingInterval
            $0.connection.keepalive.timeout = ProtocolLimits.pingPatience
        }
    }
}
