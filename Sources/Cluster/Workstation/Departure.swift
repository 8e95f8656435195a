internal import Dispatch
internal import Synchronization

/// Blocking work that knows no cancellation, on a thread of its own. Where the task is cancelled, nobody waits for it any
/// more: it is for a process that ends, and the work must be one that may be killed at any moment.
enum Departure {
    /// - Throws: what `work` throws; `CancellationError`.
    static func unlessCancelled<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let waiting = Waiting<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.begin(continuation)
                DispatchQueue.global().async { waiting.end(Result(catching: work)) }
            }
        } onCancel: {
            waiting.end(.failure(CancellationError()))
        }
    }

    /// Who waits is told once: of the work's end or of the cancellation, whatever comes first.
    private final class Waiting<Value: Sendable>: Sendable {
        private enum State {
            case early
            case waiting(CheckedContinuation<Value, any Error>)
            case told
        }

        private let state = Mutex(State.early)

        func begin(_ continuation: CheckedContinuation<Value, any Error>) {
            let isLate = state.withLock { state in
                guard case .early = state else { return true }
                state = .waiting(continuation)
                return false
            }
            if isLate { continuation.resume(throwing: CancellationError()) }
        }

        func end(_ result: Result<Value, any Error>) {
            let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
                defer { state = .told }
                if case .waiting(let continuation) = state { return continuation }
                return nil
            }
            waiting?.resume(with: result)
        }
    }
}
