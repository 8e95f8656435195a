public import CaseStore
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
public import Logging
internal import Processes
public import ServiceLifecycle

/// The coordinator: plans shards, grants leases, lands findings. It parses no evidence, and all its state is in the
/// store, so it can die at any moment and another can take its place.
public struct Coordinator: Service {
    let store: CaseStore
    let options: CoordinatorOptions
    let logger: Logger

    public init(store: CaseStore, options: CoordinatorOptions, logger: Logger) {
        self.store = store
        self.options = options
        self.logger = logger
    }

    /// Serves until the service group shuts down.
    public func run() async throws {
        let bell = Bell()
        let service = CoordinationService(store: store, options: options, bell: bell, logger: logger)
        SmallFile.remove(options.socketPath)
        let server = GRPCServer(
            transport: .http2NIOPosix(
                address: .unixDomainSocket(path: options.socketPath), transportSecurity: .plaintext,
                config: .defaults {
                    $0.rpc.maxRequestPayloadSize = ProtocolLimits.messageByteCount
                    $0.http2.targetWindowSize = ProtocolLimits.windowByteCount
                }),
            services: [service],
            interceptors: [SecretKeeper(secret: try Secret(readingFrom: options.secretPath))])
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup { group in
                group.addTask { try await server.serve() }
                group.addTask { try await keepHouse(ringing: bell) }
                try await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            bell.close()
            server.beginGracefulShutdown()
        }
        SmallFile.remove(options.socketPath)
    }

    /// Ends leases whose term is over and exhibits whose shards have all ended.
    private func keepHouse(ringing bell: Bell) async throws {
        while true {
            do {
                if try await !store.expire().isEmpty { bell.ring() }
                _ = try await store.finishExhibits()
            } catch {
                guard error.isWorthWaiting else { throw error }
                logger.warning("Waiting for the database: \(error)")
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}

extension StoreError {
    /// Whether the same call may succeed later, once the database is there again.
    var isWorthWaiting: Bool { isTemporary || reason == .commitUnknown }
}
