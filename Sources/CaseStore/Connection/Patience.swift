internal import Synchronization

/// What a store does while its database is away: it waits until it is back, and says so once. Without patience every
/// call throws at once.
///
/// What a call does may have counted although its answer was lost; it is then done again. All that people's commands do
/// may be done twice.
public final class Patience: Sendable {
    public enum News: Hashable, Sendable {
        case away(StoreError)
        case back
    }

    private let firstAnswer: Duration
    private let say: @Sendable (News) -> Void
    private let isKnown = Atomic(false)

    /// - Parameters:
    ///   - firstAnswer: how long a server is waited for that has never answered: its address may be mistyped. One that
    ///     has answered, if only to refuse, is waited for without end.
    ///   - say: told when the waiting begins and when it is over.
    public init(forFirstAnswer firstAnswer: Duration, say: @escaping @Sendable (News) -> Void) {
        (self.firstAnswer, self.say) = (firstAnswer, say)
    }

    /// Repeats `body` for as long as the database is away.
    /// - Throws: what no waiting mends; the last trouble when the task is cancelled.
    func insist<Value>(
        on body: () async throws -> Value, while isRepeatable: () -> Bool = { true }
    ) async throws -> Value {
        let begun = ContinuousClock.now
        var attempts = 0
        while true {
            do {
                let value = try await body()
                isKnown.store(true, ordering: .relaxed)
                if attempts > 0 { say(.back) }
                return value
            } catch let error as StoreError where error.isWorthWaiting && isRepeatable() && !Task.isCancelled {
                if error.reason != .unreachable { isKnown.store(true, ordering: .relaxed) }
                let isPatient = isKnown.load(ordering: .relaxed) || ContinuousClock.now - begun < firstAnswer
                guard isPatient else { throw error }
                if attempts == 0 { say(.away(error)) }
                guard (try? await Task.sleep(for: Self.delay(after: attempts))) != nil else { throw error }
                attempts += 1
            }
        }
    }

    /// Doubling, up to two seconds.
    private static func delay(after attempts: Int) -> Duration { .milliseconds(min(2000, 50 << min(attempts, 6))) }
}
