internal import Authority
internal import ClusterProtocol
public import CoreMetrics
internal import GRPCCore
public import Logging
internal import Processes
public import ServiceLifecycle

/// One worker process: it leases shards from its coordinator and hands them to examiner processes. It has no key to the
/// database and parses no evidence itself.
public struct Worker: Service {
    let options: WorkerOptions
    let logger: Logger
    private let metrics: WorkerMetrics
    private let readiness = SharedReadiness()

    /// - Parameter metrics: makes what counts; nil where nobody reads it.
    public init(_ options: WorkerOptions, metrics: (any MetricsFactory)? = nil, logger: Logger) {
        self.options = options
        self.metrics = WorkerMetrics(
            in: metrics ?? NOOPMetricsHandler.instance, examinerCount: options.examinerCount)
        self.logger = logger
    }

    /// Tells at any time why it cannot do its work, in a few words; nil when it can.
    public var reasonNotReady: @Sendable () -> String? { { [readiness] in readiness.with { $0.reasonNotReady } } }

    /// Works until the service group shuts down; then its examiners are gone and what they held has been given back.
    /// - Throws: `WorkerError` when its examiners do not start, or the coordinator wants nothing to do with it.
    public func run() async throws {
        try await withGracefulShutdownHandler {
            try await runUntilEnd()
        } onGracefulShutdown: {
            readiness.with { $0.end() }
        }
    }

    private func runUntilEnd() async throws {
        await awaitSocket()
        let identity = try options.identityFolder.map { folder in
            try Identity(in: folder, as: .worker, logger: logger, metrics: metrics.peers)
        }
        let lines = try options.coordinators.map { try Line(to: $0, as: identity) }
        try await withThrowingTaskGroup { group in
            for line in lines { group.addTask { try await line.run() } }
            if let identity { group.addTask { try await identity.keepFresh() } }
            defer {
                for line in lines { line.close() }
                group.cancelAll()
            }
            do {
                let connection = CoordinatorConnection(
                    over: lines, metrics: metrics.line, readiness: readiness, logger: logger)
                try await work(over: connection)
            } catch is CancellationError {
            } catch let error as RPCError {
                guard error.code != .cancelled else { return }
                throw WorkerError.refused(error.message)
            }
        }
    }

    /// A coordinator that is started beside this worker takes a moment to listen. One that does not come in time is waited
    /// for by every call, less eagerly.
    private func awaitSocket() async {
        guard case .socket(let path, _)? = options.coordinators.first else { return }
        let deadline = ContinuousClock.now + .seconds(2)
        while !SmallFile.exists(path), ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func work(over connection: CoordinatorConnection) async throws {
        // A worker that nobody lets in can still be told to stop.
        let reply = try await cancelWhenGracefulShutdown { try await connection.enrol(options, method: [:]) }
        guard let welcome = reply else { return }
        let indexes = options.cacheFolder.map {
            IndexCache(folder: $0 + "/hashsets", worker: options.name, connection: connection, logger: logger)
        }
        let evidence = options.evidenceRoots.map {
            EvidenceFinder(roots: $0, worker: options.name, connection: connection, logger: logger)
        }
        let context = WorkerContext(
            options: options, connection: connection, leases: HeldLeases(), readiness: readiness, metrics: metrics,
            logger: logger, term: .milliseconds(welcome.leaseMilliseconds),
            hashSetFolder: indexes?.folder ?? welcome.hashSetFolder, indexes: indexes, evidence: evidence)
        readiness.with { $0.enrol() }
        logger.info("Enrolled with the coordinator.", metadata: ["examiners": "\(options.examinerCount)"])
        let result: Result<Void, any Error>
        do {
            try await keepAtWork(context)
            result = .success(())
        } catch { result = .failure(error) }
        await context.handBack(context.supply.close().map(\.held))
        try result.get()
    }

    /// Returns once every examiner has ended, because the worker stops.
    private func keepAtWork(_ context: WorkerContext) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            let duties: [@Sendable () async throws -> Void] = [
                { try await context.supply.run { try await context.lease() } }, { try await context.beat() },
                { try await context.giveBackStale() }, { try await context.closeWhenStopped() },
            ]
            for duty in duties {
                group.addTask {
                    try await duty()
                    return false
                }
            }
            group.addTask {
                try await examine(context)
                return true
            }
            defer { group.cancelAll() }
            while let isOver = try await group.next(), !isOver {}
        }
    }

    private func examine(_ context: WorkerContext) async throws {
        try await withThrowingTaskGroup { group in
            for number in 0..<options.examinerCount {
                group.addTask { try await ExaminerLane(worker: context, number: number).run() }
            }
            try await group.waitForAll()
        }
    }
}
