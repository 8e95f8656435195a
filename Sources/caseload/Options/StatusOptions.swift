public import ArgumentParser
import Cluster
import Logging
import Processes
import ServiceLifecycle
public import Telemetry
import UnixSignals

/// Where a role says over HTTP how it is.
struct StatusOptions: ParsableArguments {
    @Option(
        help: .init(
            """
            Where it answers /healthz, /readyz and /metrics over HTTP, to everybody who can reach it: a port of this \
            machine's loopback, or an address and a port. Without it, nowhere.
            """, valueName: "[address:]port"))
    var metrics: StatusAddress?

    /// What counts; nil where nobody reads it.
    func registry() -> MetricRegistry? {
        guard metrics != nil else { return nil }
        let registry = MetricRegistry(help: ClusterMetric.help.merging(ProcessMetrics.help) { $1 })
        ProcessMetrics(in: registry, version: Version.number, build: ThisProgram.build)
        return registry
    }

    /// Runs a role until it is told to stop, and answers for it meanwhile, until it has ended.
    func serve(
        _ role: any Service, _ registry: MetricRegistry?, logger: Logger,
        reasonNotReady: @escaping @Sendable () -> String?
    ) async throws {
        var services: [any Service] = [role]
        if let metrics, let registry {
            let server = StatusServer(at: metrics, metrics: registry, logger: .quiet, reasonNotReady: reasonNotReady)
            // What is started first is told to stop last.
            services.insert(server, at: 0)
            logger.info("Answers how it is over HTTP.", metadata: ["address": "\(metrics.host):\(metrics.port)"])
        }
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: .quiet
        ).run()
    }
}

extension StatusAddress: ExpressibleByArgument {
    public init?(argument: String) {
        if let port = Int(argument) {
            guard (1...65_535).contains(port) else { return nil }
            self.init(host: "127.0.0.1", port: port)
        } else {
            // Without a port, an address would mean that of coordinators; and an IPv6 address has colons of its own.
            let hasPort = argument.hasPrefix("[") ? argument.contains("]:") : argument.count { $0 == ":" } == 1
            guard hasPort, let listen = ListenAddress(argument: argument)
            else { return nil }
            self.init(host: listen.host, port: listen.port)
        }
    }
}

extension Logger {
    /// What a library reports of its own would only repeat what the operator did.
    fileprivate static let quiet = Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
}
