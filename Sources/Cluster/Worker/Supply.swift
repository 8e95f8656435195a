internal import ClusterProtocol
internal import Synchronization

/// The shards for the examiners of one lane, asked for when one is wanted. A grant that comes after the examiner that
/// wanted it has died is kept for the next: dropped, its shard would wait until the lease ends.
final class Supply: Sendable {
    typealias Grant = Caseload_V1_Grant
    private typealias Waiting = CheckedContinuation<Grant?, Never>

    private struct State {
        var isOrdered = false
        var kept: Grant?
        var waiting: Waiting?
    }

    private let state = Mutex(State())
    private let orders: AsyncStream<Void>
    private let order: AsyncStream<Void>.Continuation

    init() { (orders, order) = AsyncStream.makeStream() }

    /// Fetches what is ordered, for as long as the lane lives.
    func run(leasing lease: () async throws -> Grant) async throws {
        for await _ in orders {
            let grant = try await lease()
            let waiting = state.withLock { state in
                state.isOrdered = false
                if state.waiting == nil { state.kept = grant }
                return state.waiting.take()
            }
            waiting?.resume(returning: grant)
        }
    }

    /// Waits for the next shard. One task at a time.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func next() async throws -> Grant {
        let grant = await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0) }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume(returning: nil)
        }
        guard let grant else { throw CancellationError() }
        return grant
    }

    /// What has come and nobody has taken.
    func rest() -> Grant? { state.withLock { $0.kept.take() } }

    private func wait(_ waiting: Waiting) {
        let (isAnswered, answer): (Bool, Grant?) = state.withLock { state in
            // A cancellation before the lock is seen here; one after it finds who waits.
            if Task.isCancelled { return (true, nil) }
            if let kept = state.kept.take() { return (true, kept) }
            state.waiting = waiting
            if !state.isOrdered { order.yield() }
            state.isOrdered = true
            return (false, nil)
        }
        if isAnswered { waiting.resume(returning: answer) }
    }
}
