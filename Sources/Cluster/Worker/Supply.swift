internal import ClusterProtocol
internal import Synchronization

/// The shards for all examiners of a worker, asked for when one wants any and there is none. A grant that comes after the
/// examiner that wanted it has died is kept for the next: dropped, its shard would wait until the lease ends.
final class Supply: Sendable {
    typealias Grant = Caseload_V1_Grant
    private typealias Waiting = CheckedContinuation<Grant?, Never>

    private enum Mode { case open, paused, closed }

    private struct State {
        var mode = Mode.open
        var isOrdered = false
        var stock = Stock()
        /// Whoever waits, first come, first served.
        var waiting: [(number: Int, examiner: Waiting)] = []
        var nextNumber = 0
    }

    /// No shard comes any more.
    struct Closed: Error {}

    private let state = Mutex(State())
    private let orders: AsyncStream<Void>
    private let order: AsyncStream<Void>.Continuation

    init() { (orders, order) = AsyncStream.makeStream() }

    /// Fetches what is ordered, for as long as the worker lives.
    func run(leasing lease: () async throws -> [Grant]) async throws {
        for await _ in orders { arrive(try await lease()) }
    }

    /// Waits for the next shard.
    /// - Throws: `Closed`; `CancellationError` when the task is cancelled meanwhile.
    func next() async throws -> Grant {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let grant = await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, as: number) }
        } onCancel: {
            leave(number)
        }
        if let grant { return grant }
        try Task.checkCancellation()
        throw Closed()
    }

    /// What nobody has come to for too long: it is to be given back.
    func stale() -> [Grant] { state.withLock { $0.stock.takeStale(at: .now) } }

    /// Nothing is fetched or handed out until it is resumed.
    /// - Returns: what is to be given back; nil where it is not open.
    func pause() -> [Grant]? {
        state.withLock { state in
            guard state.mode == .open else { return nil }
            state.mode = .paused
            return state.stock.takeAll()
        }
    }

    /// - Returns: whether it was paused.
    func resume() -> Bool {
        state.withLock { state in
            guard state.mode == .paused else { return false }
            state.mode = .open
            orderIfWanted(&state)
            return true
        }
    }

    /// Tells everybody who waits, or comes later, that nothing follows.
    /// - Returns: what is to be given back.
    func close() -> [Grant] {
        let (waiting, rest) = state.withLock { state in
            state.mode = .closed
            defer { state.waiting = [] }
            return (state.waiting, state.stock.takeAll())
        }
        for waiting in waiting { waiting.examiner.resume(returning: nil) }
        return rest
    }

    private func arrive(_ grants: [Grant]) {
        let served: [(Waiting, Grant)] = state.withLock { state in
            state.isOrdered = false
            state.stock.add(grants, at: .now)
            var served: [(Waiting, Grant)] = []
            while state.mode == .open, !state.waiting.isEmpty, let grant = state.stock.take() {
                served.append((state.waiting.removeFirst().examiner, grant))
            }
            orderIfWanted(&state)
            return served
        }
        for (examiner, grant) in served { examiner.resume(returning: grant) }
    }

    private func wait(_ examiner: Waiting, as number: Int) {
        let (isAnswered, answer): (Bool, Grant?) = state.withLock { state in
            // A cancellation before the lock is seen here; one after it finds who waits.
            if Task.isCancelled || state.mode == .closed { return (true, nil) }
            if state.mode == .open, let grant = state.stock.take() { return (true, grant) }
            state.waiting.append((number, examiner))
            orderIfWanted(&state)
            return (false, nil)
        }
        if isAnswered { examiner.resume(returning: answer) }
    }

    private func leave(_ number: Int) {
        let examiner: Waiting? = state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiting.remove(at: place).examiner
        }
        examiner?.resume(returning: nil)
    }

    private func orderIfWanted(_ state: inout State) {
        guard state.mode == .open, !state.waiting.isEmpty, !state.isOrdered else { return }
        state.isOrdered = true
        order.yield()
    }
}
