import Foundation
import FoundationNetworking
import CoreMetrics
import Logging
import ServiceLifecycle
import Synchronization
import Telemetry
import TestSupport
import Testing

@Suite("The status server", .timeLimit(.minutes(15)))
struct StatusServerTests {
    private func withServer(_ body: (FreePort, MetricRegistry, Reason) async throws -> Void) async throws {
        let (port, registry) = (try FreePort(), MetricRegistry())
        let reason = Reason("it is starting")
        let server = StatusServer(
            at: StatusAddress(host: "127.0.0.1", port: port.number), metrics: registry,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { reason.text }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            while try await port.get("/healthz") == nil { try Task.checkCancellation() }
            try await body(port, registry, reason)
        }
    }

    private final class Reason: Sendable {
        private let value: Mutex<String?>
        init(_ text: String?) { value = Mutex(text) }

        var text: String? {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }

    @Test("says that it lives, whether it can work and why not, and nothing else")
    func answers() async throws {
        try await withServer { port, _, reason in
            #expect(try await port.get("/healthz")?.status == 200)
            let waiting = try await port.get("/readyz")
            #expect(waiting?.status == 503)
            #expect(waiting?.text == "it is starting\n")
            reason.text = nil
            #expect(try await port.get("/readyz")?.status == 200)
            for path in ["/", "/readyz/x", "/../etc/passwd"] {
                #expect(try await port.get(path)?.status == 404, "\(path)")
            }
        }
    }

    @Test("shows the metrics as they are now, in the format that it names")
    func metrics() async throws {
        try await withServer { port, registry, _ in
            let counter = Counter(label: "n_total", factory: registry)
            counter.increment(by: 41)
            counter.increment()
            let answer = try #require(try await port.get("/metrics"))
            #expect(answer.type == "text/plain; version=0.0.4; charset=utf-8")
            #expect(try PrometheusText(answer.text).value("n_total") == 42)
        }
    }
}
