internal import CaseStore
internal import Logging
internal import Synchronization

/// Whether the database is away: to be said once when it goes and once when it is back, however many calls wait for it.
/// A rule: it is told the time.
struct Outage: Sendable {
    /// A database that answers some calls and refuses others, as a full one does, is not back yet.
    static let calm: Duration = .seconds(5)

    private var lastFailure: ContinuousClock.Instant?

    /// Notes a call that has to wait.
    /// - Returns: whether that is news.
    mutating func fail(at now: ContinuousClock.Instant) -> Bool {
        defer { lastFailure = now }
        return lastFailure == nil
    }

    /// Notes a call that was answered.
    /// - Returns: whether the database is back, which is news.
    mutating func answer(at now: ContinuousClock.Instant) -> Bool {
        guard let lastFailure, now - lastFailure >= Self.calm else { return false }
        self.lastFailure = nil
        return true
    }
}

/// The one outage that all calls of a coordinator share, its voice, and what it means for whoever asks.
final class DatabaseWatch: Sendable {
    private let outage = Mutex(Outage())
    private let standing = Mutex(DatabaseStanding())
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// Why the coordinator cannot do its work just now; nil when it can.
    var reasonNotReady: String? { standing.withLock { $0.reasonNotReady(at: .now) } }

    func failed(_ error: StoreError) {
        standing.withLock { $0.fail() }
        if outage.withLock({ $0.fail(at: .now) }) { logger.warning("Waiting for the database: \(error)") }
    }

    func answered() {
        standing.withLock { $0.answer(at: .now) }
        if outage.withLock({ $0.answer(at: .now) }) { logger.notice("The database answers again.") }
    }

    /// Notes the version of the tables that the database has now.
    func found(schema version: Int32) {
        standing.withLock { $0.note(schema: version == Schema.newest ? nil : version) }
    }

    func ending() { standing.withLock { $0.end() } }
}
