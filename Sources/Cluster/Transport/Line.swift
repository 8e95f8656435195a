internal import Authority
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import NIOCertificateReloading
internal import Synchronization

/// A worker's line to one coordinator, over whatever lies between them.
final class Line: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix

    let address: CoordinatorAddress
    private let identity: Identity?
    private let state: Mutex<State>

    private struct State {
        var client: GRPCClient<Transport>
        var isClosed = false
    }

    /// - Throws: `ProtocolError` where there is no secret, or no certificate, to go through with.
    init(to address: CoordinatorAddress, as identity: Identity?) throws {
        (self.address, self.identity) = (address, identity)
        state = Mutex(State(client: try Self.client(to: address, as: identity)))
    }

    /// What calls go through at this moment.
    var client: GRPCClient<Transport> { state.withLock { $0.client } }

    /// Keeps connections until the line is closed.
    func run() async throws {
        while true {
            let current = client
            try await current.runConnections()
            let isOver = state.withLock { $0.isClosed || $0.client === current }
            if isOver { return }
        }
    }

    /// Makes connections anew, showing the certificate that is there now: one that stands goes on showing the old one.
    func renew() throws {
        guard let identity else { return }
        try identity.reloader.reload()
        let next = try Self.client(to: address, as: identity)
        let last: GRPCClient<Transport>? = state.withLock { state in
            guard !state.isClosed else { return nil }
            defer { state.client = next }
            return state.client
        }
        last?.beginGracefulShutdown()
    }

    /// Lets calls that are under way end.
    func close() {
        state.withLock { state in
            state.isClosed = true
            return state.client
        }.beginGracefulShutdown()
    }

    private static func client(
        to address: CoordinatorAddress, as identity: Identity?
    ) throws -> GRPCClient<Transport> {
        switch address {
        case .socket(let path, let secretPath):
            return GRPCClient(
                transport: try .http2NIOPosix(
                    target: .unixDomainSocket(path: path), transportSecurity: .plaintext, config: config()),
                interceptors: [SecretBearer(secret: try Secret(readingFrom: secretPath))])
        case .network(let host, let port):
            guard let identity else { throw ProtocolError("no certificate to show to the coordinator at \(address)") }
            return GRPCClient(
                transport: try .http2NIOPosix(
                    target: target(host, port: port),
                    transportSecurity: try .mTLS(certificateReloader: identity.reloader) {
                        // `verification` alone judges; public authorities are not asked, and this host need not have any.
                        $0.trustRoots = .certificates([])
                        $0.customVerificationCallback = identity.verification(
                            as: [.coordinator], on: host, isLenient: false)
                    }, config: config()))
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
            $0.http2.targetWindowSize = ProtocolLimits.evidenceWindowByteCount
            $0.http2.maxFrameSize = ProtocolLimits.frameByteCount
            $0.connection.keepalive = .init(
                time: ProtocolLimits.pingInterval, timeout: ProtocolLimits.pingPatience, allowWithoutCalls: true)
        }
    }
}
