internal import CaseStore
public import CoreMetrics
internal import struct Foundation.Date
internal import GRPCCore
public import Logging
public import ServiceLifecycle

/// The coordinator: plans shards, grants leases, lands findings. It parses no evidence, and all its state is in the
/// store, so it can die at any moment and another can take its place.
public struct Coordinator: Service {
    let databaseAddress: String
    let options: CoordinatorOptions
    let logger: Logger
    let watch: DatabaseWatch
    private let metrics: (any MetricsFactory)?

    /// - Parameters:
    ///   - databaseAddress: a libpq connection string.
    ///   - metrics: makes what counts; nil where nobody reads it.
    public init(
        databaseAddress: String, options: CoordinatorOptions, metrics: (any MetricsFactory)? = nil, logger: Logger
    ) {
        self.databaseAddress = databaseAddress
        self.options = options
        self.logger = logger
        self.metrics = metrics
        watch = DatabaseWatch(logger: logger)
    }

    /// Tells at any time why it cannot do its work, in a few words; nil when it can.
    public var reasonNotReady: @Sendable () -> String? { { [watch] in watch.reasonNotReady } }

    /// Serves until the service group shuts down. A database that is not there yet is waited for.
    /// - Throws: `StoreError` for a database that no waiting mends, such as one with a schema of another version.
    public func run() async throws {
        do {
            let store = try await cancelWhenGracefulShutdown { try await openStore() }
            try await serve(store)
        } catch is CancellationError {}
    }

    private func openStore() async throws -> CaseStore {
        var backoff = Backoff()
        while true {
            if let store = try await storeUnlessAway() { return store }
            try await Task.sleep(for: backoff.next())
        }
    }

    /// nil while the database is away.
    private func storeUnlessAway() async throws(StoreError) -> CaseStore? {
        let opened: Result<CaseStore, StoreError>
        do {
            opened = .success(try await CaseStore(at: databaseAddress, connections: Self.connectionCount))
        } catch { opened = .failure(error) }
        if case .failure(let error) = opened, error.isWorthWaiting {
            watch.failed(error)
            return nil
        }
        watch.answered()
        return try opened.get()
    }

    /// So many transactions can wait for the database's disk together: one flush of it ends all of them.
    private static let connectionCount = 16

    private func serve(_ store: CaseStore) async throws {
        let (bell, roster, backlog, heartbeats) = (Bell(), Roster(), Backlog(), Heartbeats())
        let readers = options.readerExecutable.map {
            EvidenceReaders(executable: $0, limit: max(1, options.readerCount), logger: logger)
        }
        let counts = CoordinatorMetrics(in: metrics ?? NOOPMetricsHandler.instance)
        let service = CoordinationService(
            store: store, options: options, bell: bell, backlog: backlog, heartbeats: heartbeats, roster: roster,
            watch: watch, readers: readers, metrics: counts,
            refusals: RefusalLog(logger: logger, metrics: counts.peers), logger: logger)
        let doors = try options.doors.map { try OpenDoor($0, to: service, logger: logger) }
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup { group in
                for door in doors { group.addTask { try await door.serve() } }
                if let readers {
                    group.addTask { await readers.run() }
                }
                group.addTask { try await keepHouse(of: store, roster, ringing: backlog.news) }
                group.addTask { try await read(backlog, of: store, ringing: bell) }
                group.addTask { try await listen(ringing: backlog.news) }
                group.addTask {
                    await heartbeats.run(resting: min(Self.heartbeatRest, options.leaseTerm / 20)) {
                        try await store.renew($0, term: options.leaseTerm)
                    }
                }
                if let metrics { group.addTask { try await sampleQueue(of: store, for: QueueMetrics(in: metrics)) } }
                try await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            watch.ending()
            bell.close()
            for door in doors { door.server.beginGracefulShutdown() }
        }
    }

    /// How long heartbeats are gathered: a sixtieth of a lease's term, so that a worker hardly loses any of it.
    private static let heartbeatRest: Duration = .milliseconds(250)

    /// Ends leases whose term is over and exhibits whose shards have all ended, and learns what operators have decided. While
    /// the database was away nobody could renew: for a term after that no lease ends.
    private func keepHouse(of store: CaseStore, _ roster: Roster, ringing bell: Bell) async throws {
        var (mercy, tidied) = (ContinuousClock.now, ContinuousClock.now)
        while true {
            do {
                if .now >= mercy, try await !store.expire().isEmpty { bell.ring() }
                _ = try await store.finishExhibits()
                let setAside = try await store.workersSetAside()
                roster.update(setAside)
                if setAside.values.contains(where: { $0.state == .quarantined }) {
                    try await store.endLeasesOfQuarantined()
                }
                if .now - tidied >= .seconds(3600) {
                    try await store.forgetOldActivity()
                    tidied = .now
                }
                watch.answered()
            } catch {
                guard error.isWorthWaiting else { throw error }
                watch.failed(error)
                mercy = .now + options.leaseTerm
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// Takes the queue's figures again and again. A database that is away is others' business to wait for.
    private func sampleQueue(of store: CaseStore, for metrics: QueueMetrics) async throws {
        while true {
            if let figures = try? await store.queueFigures() {
                metrics.show(figures, at: Date())
                watch.found(schema: figures.schemaVersion)
            }
            try await Task.sleep(for: QueueMetrics.interval)
        }
    }
}
