internal import Authority
internal import Logging
internal import Synchronization

/// Says each refusal in one line, and not again for a minute: a refused peer tries again and again. A rule: it is told the
/// time.
struct RefusalMemory: Sendable {
    /// Whoever shows ever new certificates must not fill the memory.
    static let limit = 1024
    static let calm: Duration = .seconds(60)

    private var saidAt: [String: ContinuousClock.Instant] = [:]

    /// - Returns: whether this is to be said now.
    mutating func isNews(_ line: String, at now: ContinuousClock.Instant) -> Bool {
        if let last = saidAt[line], now - last < Self.calm { return false }
        if saidAt.count >= Self.limit { saidAt = saidAt.filter { now - $0.value < Self.calm } }
        guard saidAt.count < Self.limit else { return false }
        saidAt[line] = now
        return true
    }
}

/// A process's one memory of refusals, and its voice.
final class RefusalLog: Sendable {
    private let memory = Mutex(RefusalMemory())
    private let logger: Logger
    private let metrics: PeerMetrics

    init(logger: Logger, metrics: PeerMetrics) { (self.logger, self.metrics) = (logger, metrics) }

    func note(_ refusal: Refusal, of what: String) {
        metrics.refused(refusal)
        note("\(what): \(refusal).", word: refusal.word)
    }

    func note(_ line: String, word: String) {
        guard memory.withLock({ $0.isNews(line, at: .now) }) else { return }
        logger.error("\(line)", metadata: ["refusal": "\(word)"])
    }
}
