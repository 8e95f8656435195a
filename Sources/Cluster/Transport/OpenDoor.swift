internal import Authority
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Logging
internal import NIOCore

/// A door of a coordinator while it is open.
struct OpenDoor: Sendable {
    let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let identity: Identity?
    /// Of a Unix socket.
    private let place: SocketPlace?

    /// - Throws: `DoorTaken` where another coordinator has the door; `SecretError`, `AuthorityError` or `Refusal` where what
    ///   proves who may come in cannot be used.
    init(_ door: Door, to service: CoordinationService, logger: Logger) throws {
        switch door {
        case .socket(let path, let secretPath):
            identity = nil
            place = try SocketPlace(taking: path)
            server = GRPCServer(
                transport: .http2NIOPosix(
                    address: .unixDomainSocket(path: path), transportSecurity: .plaintext, config: Self.config()),
                services: [service], interceptors: [SecretKeeper(secret: try Secret(readingFrom: secretPath))])
        case .network(let host, let port, let folder):
            let identity = try Identity(in: folder, as: .coordinator, logger: logger, metrics: service.metrics.peers)
            (self.identity, place) = (identity, nil)
            server = GRPCServer(
                transport: .http2NIOPosix(
                    address: host.contains(":") ? .ipv6(host: host, port: port) : .ipv4(host: host, port: port),
                    transportSecurity: try .mTLS(certificateReloader: identity.reloader) {
                        $0.requireALPN = true
                        // `verification` alone judges; public authorities are not asked, and this host need not have any.
                        $0.trustRoots = .certificates([])
                        $0.customVerificationCallback = identity.verification(as: [.worker], on: nil, isLenient: true)
                    }, config: Self.config()),
                services: [service], interceptors: [MemberKeeper(identity: identity), FormKeeper(service: service)])
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
        place?.leave()
    }

    private static func config() -> HTTP2ServerTransport.Posix.Config {
        .defaults {
            $0.rpc.maxRequestPayloadSize = ProtocolLimits.messageByteCount
            $0.http2.targetWindowSize = ProtocolLimits.windowByteCount
            $0.http2.maxFrameSize = ProtocolLimits.frameByteCount
            $0.connection.maxAge = ProtocolLimits.connectionAge
            $0.connection.maxGraceTime = ProtocolLimits.connectionGrace
            $0.connection.keepalive.clientBehavior.allowWithoutCalls = true
            $0.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = ProtocolLimits.pingInterval / 2
            $0.connection.keepalive.time = ProtocolLimits.pingInterval
            $0.connection.keepalive.timeout = ProtocolLimits.pingPatience
            $0.channelDebuggingCallbacks.onAcceptTCPConnection = { channel in
                channel.setOption(.writeBufferWaterMark, value: ProtocolLimits.unsentByteCounts)
                    .flatMap { SilenceHandler.install(on: channel) }
            }
        }
    }
}
