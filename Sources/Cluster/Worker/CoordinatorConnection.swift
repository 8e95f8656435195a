internal import ClusterProtocol
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Logging
internal import Synchronization

/// A worker's line to its coordinators. Calls wait, and say so, while none of them can be reached or the database is
/// away; only an answer that means "never" is thrown.
struct CoordinatorConnection: Sendable {
    typealias Client = Caseload_V1_Coordination.Client<Line.Transport>

    private let lines: [Line]
    private let turn = Turn()
    private let metrics: LineMetrics
    private let readiness: SharedReadiness
    let logger: Logger

    /// - Parameter lines: at least one; where a coordinator does not answer, the next is asked.
    init(over lines: [Line], metrics: LineMetrics, readiness: SharedReadiness, logger: Logger) {
        (self.lines, self.metrics, self.readiness, self.logger) = (lines, metrics, readiness, logger)
    }

    /// The longest that a single call may take before it is tried again.
    private static let patience: Duration = .seconds(60)

    /// The coordinator that answered last, or whose turn it is.
    private var line: Line { lines[turn.number % lines.count] }

    var coordinatorCount: Int { lines.count }

    /// Lets the next call go to another coordinator.
    func passTurn() { turn.pass(from: turn.number) }

    /// - Parameters:
    ///   - waiting: whether a call waits until there is a connection.
    ///   - patience: how long it may take.
    private func callOptions(waiting: Bool = true, patience: Duration) -> CallOptions {
        var options = CallOptions.defaults
        options.timeout = patience
        // Where there are others, a coordinator that is away is not waited for.
        options.waitForReady = waiting && lines.count == 1
        options.maxRequestMessageBytes = ProtocolLimits.messageByteCount
        options.maxResponseMessageBytes = ProtocolLimits.messageByteCount
        return options
    }

    /// Repeats `call` until it is answered.
    /// - Parameters:
    ///   - patience: how long one attempt may take.
    ///   - isWorthwhile: asked before each attempt; once it says no, nothing is called any more.
    /// - Returns: the answer; nil when it is no longer worth while.
    func persistently<Answer>(
        _ purpose: String, patience: Duration = CoordinatorConnection.patience,
        while isWorthwhile: () -> Bool = { true },
        _ call: (Client, CallOptions) async throws -> Answer
    ) async throws -> Answer? {
        var backoff = Backoff()
        var isMissed = false
        var said: String?
        while isWorthwhile() {
            let (number, line) = (turn.number, line)
            do {
                let answer = try await call(Client(wrapping: line.client), callOptions(patience: patience))
                metrics.answered()
                readiness.with { $0.isHeard() }
                if isMissed { logger.log(level: line.address.newsLevel.coming, "The coordinator answers again.") }
                return answer
            } catch let error as RPCError where error.isPassing {
                try Task.checkCancellation()
                // What the coordinator itself waits for, it has said.
                isMissed = isMissed || error.code != .aborted
                let complaint = "Waiting for the coordinator at \(line.address) to \(purpose): \(error.message)"
                let level = error.code == .aborted ? .info : line.address.newsLevel.going
                if complaint != said { logger.log(level: level, "\(complaint)") }
                said = complaint
                pass(from: number, line, after: error)
                if error.code != .aborted {
                    metrics.missed()
                    readiness.with { $0.isMissed() }
                }
                try await Task.sleep(for: backoff.next())
            }
        }
        return nil
    }

    /// Calls once, and leaves it to a later call to try again.
    func once<Answer>(
        patience: Duration = CoordinatorConnection.patience, _ call: (Client, CallOptions) async throws -> Answer
    ) async throws -> Answer {
        let (number, line) = (turn.number, line)
        do {
            return try await call(Client(wrapping: line.client), callOptions(waiting: false, patience: patience))
        } catch let error as RPCError where error.isPassing {
            pass(from: number, line, after: error)
            throw error
        }
    }

    /// Lets the next call go to another coordinator, or show a certificate that was renewed meanwhile.
    private func pass(from number: Int, _ line: Line, after error: RPCError) {
        if error.code == .unauthenticated {
            do { try line.renew() } catch { logger.warning("The certificate cannot be read again: \(error)") }
        }
        // Of a quarantine, every coordinator says the same.
        if ![.aborted, .failedPrecondition].contains(error.code) { turn.pass(from: number) }
    }
}

/// Whose turn it is among several coordinators, shared by all calls of a worker.
private final class Turn: Sendable {
    private let value = Atomic(0)

    var number: Int { value.load(ordering: .relaxed) }

    /// Passes the turn on, unless another call has passed it on meanwhile.
    func pass(from number: Int) {
        _ = value.compareExchange(expected: number, desired: number &+ 1 & Int.max, ordering: .relaxed)
    }
}

extension RPCError {
    /// Whether the same call may succeed later: the coordinator restarts, waits for its database, or sees a renewed
    /// certificate, or an operator lets a quarantined worker in again. Or the connection ended under the call: what is
    /// unknown and has a cause comes from this end, since nobody sends causes.
    var isPassing: Bool {
        [.unavailable, .deadlineExceeded, .aborted, .unauthenticated, .failedPrecondition].contains(code)
            || code == .unknown && cause != nil
    }
}

/// How long to wait before the next attempt: doubling, up to two seconds.
struct Backoff {
    private(set) var attempts = 0

    mutating func next() -> Duration {
        defer { attempts += 1 }
        return .milliseconds(min(2000, 50 << min(attempts, 6)))
    }
}
