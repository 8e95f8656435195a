internal import Synchronization

/// Remembers when the first hit came.
final class FirstHit: Sendable {
    private let first = Mutex<Duration?>(nil)

    var duration: Duration? { first.withLock { $0 } }

    func note(_ duration: Duration) { first.withLock { $0 = $0 ?? duration } }
}
