internal import CaseStore
internal import GRPCCore
internal import Synchronization

/// Gathers the heartbeats that come within a moment, so that those of a thousand workers cost a few statements a second.
/// One that comes alone is written at once.
final class Heartbeats: Sendable {
    private typealias Waiting = (heartbeat: Heartbeat, answer: CheckedContinuation<Set<ShardID>, any Error>)

    private let state = Mutex((waiting: [Waiting](), isClosed: false))
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    init() { (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// How many wait to be written.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Waits until a heartbeat has been written.
    /// - Returns: the shards that the worker still holds.
    func write(_ heartbeat: Heartbeat) async throws -> Set<ShardID> {
        try await withCheckedThrowingContinuation { answer in
            let isTaken = state.withLock { state in
                if !state.isClosed { state.waiting.append((heartbeat, answer)) }
                return !state.isClosed
            }
            if isTaken { arrival.yield() } else { answer.resume(throwing: Self.ended) }
        }
    }

    /// Writes what comes until the task is cancelled, and rests after each time.
    /// - Parameter renew: answers heartbeats in their order.
    func run(
        resting interval: Duration, renewing renew: ([Heartbeat]) async throws -> [Set<ShardID>]
    ) async {
        for await _ in arrivals {
            await answer(takeAll(), renewing: renew)
            try? await Task.sleep(for: interval)
        }
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiting in left { waiting.answer.resume(throwing: Self.ended) }
    }

    private func takeAll() -> [Waiting] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// What the store refuses of several it is asked one by one: one worker's nonsense must not end the leases of others.
    private func answer(_ waiting: [Waiting], renewing renew: ([Heartbeat]) async throws -> [Set<ShardID>]) async {
        do {
            let held = try await renew(waiting.map(\.heartbeat))
            for (waiting, shards) in zip(waiting, held) { waiting.answer.resume(returning: shards) }
        } catch {
            guard waiting.count > 1, (error as? StoreError)?.isWorthWaiting == false else {
                return waiting.forEach { $0.answer.resume(throwing: error) }
            }
            for one in waiting { await answer([one], renewing: renew) }
        }
    }

    private static let ended = RPCError(code: .unavailable, message: "the coordinator is ending")
}
