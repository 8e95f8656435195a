internal import CoreMetrics
internal import Synchronization

/// How many observations fell below each of some bounds, and their sum.
final class MetricHistogram: TimerHandler, RecorderHandler {
    struct Counts: Hashable, Sendable {
        /// By bound, not cumulative; the last counts what is above all of them.
        var buckets = [UInt64](repeating: 0, count: MetricHistogram.bounds.count + 1)
        var sum = 0.0
    }

    /// Upper bounds, inclusive. In seconds, they reach from a query that costs nothing to a database that hangs.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        state.withLock { counts in
            counts.buckets[index] += 1
            counts.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
