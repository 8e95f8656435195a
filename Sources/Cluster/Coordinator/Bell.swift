internal import Synchronization

/// Wakes those who wait for work. A ring wakes everyone who waits now, and the next who comes.
final class Bell: Sendable {
    private struct State {
        var rings = 0
        var isClosed = false
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    /// How often it has rung: to be read before looking for work, so that no ring is missed.
    var rings: Int { state.withLock { $0.rings } }

    func ring() {
        let waiting = state.withLock { state in
            state.rings += 1
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.finish() }
    }

    /// Wakes everyone, and lets nobody wait any more.
    func close() {
        state.withLock { $0.isClosed = true }
        ring()
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Waits until it has rung more often than `heard`, or is closed, or `patience` is over, or the task is cancelled.
    func wait(after heard: Int, patience: Duration) async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let number: Int? = state.withLock { state in
            guard state.rings == heard, !state.isClosed else { return nil }
            state.nextNumber += 1
            state.waiting[state.nextNumber] = continuation
            return state.nextNumber
        }
        guard let number else { return }
        await withTaskGroup { group in
            group.addTask { for await _ in stream {} }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
        state.withLock { $0.waiting[number] = nil }
    }
}
