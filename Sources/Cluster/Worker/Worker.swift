internal import ClusterProtocol
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
public import Logging
internal import Processes
public import ServiceLifecycle

/// One worker process: it leases shards from its coordinator and hands them to examiner processes. It has no key to the
/// database and parses no evidence itself.
public struct Worker: Service {
    let options: WorkerOptions
    let logger: Logger

    public init(_ options: WorkerOptions, logger: Logger) {
        self.options = options
        self.logger = logger
    }

    /// Works until the service group shuts down; then its examiners are gone and what they held has been given back.
    /// - Throws: `WorkerError` when its examiners do not start, or the coordinator wants nothing to do with it.
    public func run() async throws {
        await awaitSocket()
        let client = try CoordinatorConnection.grpcClient(
            socketPath: options.socketPath, secret: try Secret(readingFrom: options.secretPath))
        try await withThrowingTaskGroup { group in
            group.addTask { try await client.runConnections() }
            defer { client.beginGracefulShutdown() }
            let connection = CoordinatorConnection(
                client: Caseload_V1_Coordination.Client(wrapping: client), logger: logger)
            do {
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
        let deadline = ContinuousClock.now + .seconds(2)
        while !SmallFile.exists(options.socketPath), ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func work(over connection: CoordinatorConnection) async throws {
        guard let welcome = try await connection.enrol(options, method: [:]) else { return }
        let context = WorkerContext(
            options: options, connection: connection, leases: HeldLeases(), logger: logger,
            term: .milliseconds(welcome.leaseMilliseconds), hashSetFolder: welcome.hashSetFolder)
        logger.info("Enrolled with the coordinator.", metadata: ["examiners": "\(options.examinerCount)"])
        try await withThrowingTaskGroup { group in
            group.addTask { await context.renewLeases() }
            for number in 0..<options.examinerCount {
                group.addTask { try await ExaminerLane(worker: context, number: number).run() }
            }
            try await group.waitForAll()
        }
    }
}
