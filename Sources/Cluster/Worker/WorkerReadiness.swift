internal import Synchronization

/// Whether a worker can do its work: a coordinator has taken it in and answers it, and at least one of its examiners is
/// ready. A rule.
struct WorkerReadiness: Sendable {
    private var isEnrolled = false
    private var isAnswered = false
    private var readyLanes: Set<Int> = []
    private var isEnding = false

    /// How many of its examiners are ready.
    var readyCount: Int { readyLanes.count }

    mutating func enrol() { isEnrolled = true }

    /// A coordinator has answered the last call.
    mutating func isHeard() { isAnswered = true }

    /// None has: it is away, or wants nothing to do with this worker.
    mutating func isMissed() { isAnswered = false }

    /// - Parameter lane: the examiner's place.
    mutating func examinerIsReady(in lane: Int) { readyLanes.insert(lane) }

    mutating func examinerHasEnded(in lane: Int) { readyLanes.remove(lane) }

    mutating func end() { isEnding = true }

    /// Why it cannot, in a few words; nil when it can.
    var reasonNotReady: String? {
        if isEnding { return "it is ending" }
        if !isEnrolled { return "no coordinator has taken it in yet" }
        if !isAnswered { return "no coordinator answers it" }
        return readyLanes.isEmpty ? "none of its examiners is ready" : nil
    }
}

/// A worker's one readiness, shared by its lanes and whoever asks.
final class SharedReadiness: Sendable {
    private let readiness = Mutex(WorkerReadiness())

    func with<Result: Sendable>(_ body: (inout WorkerReadiness) -> Result) -> Result {
        readiness.withLock { body(&$0) }
    }
}
