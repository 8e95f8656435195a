internal import Hummingbird
internal import HummingbirdCore
internal import HTTPTypes
public import Logging
public import ServiceLifecycle

/// Answers over HTTP how a process is: `/healthz`, whether it lives; `/readyz`, whether it can do its work; `/metrics`,
/// Prometheus' text format. It takes nothing in, and knows nothing of what is examined.
public struct StatusServer: Service {
    private let address: StatusAddress
    private let metrics: MetricRegistry
    private let reasonNotReady: @Sendable () -> String?
    private let logger: Logger

    /// More are not answered meanwhile; what they ask for takes milliseconds.
    private static let connectionLimit = 16
    /// Whoever says nothing for so long, in seconds, gives the place free.
    private static let idleSeconds: Int64 = 60
    private static let headerByteCount = 8 * 1024

    /// - Parameter reasonNotReady: why the process cannot do its work just now, in a few words; nil when it can.
    public init(
        at address: StatusAddress, metrics: MetricRegistry, logger: Logger,
        reasonNotReady: @escaping @Sendable () -> String?
    ) {
        (self.address, self.metrics, self.logger) = (address, metrics, logger)
        self.reasonNotReady = reasonNotReady
    }

    /// Answers until the service group shuts down.
    /// - Throws: when it cannot listen at its address.
    public func run() async throws {
        let router = Router()
        router.get("/healthz") { _, _ in Self.answer(.ok, "ok") }
        router.get("/readyz") { [reasonNotReady] _, _ in
            reasonNotReady().map { Self.answer(.serviceUnavailable, $0) } ?? Self.answer(.ok, "ready")
        }
        router.get("/metrics") { [metrics] _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: metrics.text())))
        }
        try await application(router).run()
    }

    private func application(_ router: Router<BasicRequestContext>) -> some ApplicationProtocol {
        Application(
            router: router,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Self.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.headerByteCount, maxHeaderListSize: Self.headerByteCount,
                        maxHeaderFieldCount: 64))),
            configuration: .init(
                address: .hostname(address.host, port: address.port), serverName: "caseload",
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionLimit)),
            logger: logger)
    }

    private static func answer(_ status: HTTPResponse.Status, _ words: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: words + "\n")))
    }
}
