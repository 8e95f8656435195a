/// How fast work goes and how long it will take, from what was done and when. It reads no clock.
public struct ProgressEstimate: Hashable, Sendable {
    /// Over about this long the rate is smoothed: a large file is no standstill, a cached one no gallop.
    public let smoothingSeconds: Double

    /// What was done a second, lately; nil until there are two reports.
    public private(set) var rate: Double?
    private var first: Report?
    private var last: Report?

    private struct Report: Hashable {
        let done: Int64
        let seconds: Double
    }

    public init(smoothingSeconds: Double = 10) {
        self.smoothingSeconds = smoothingSeconds
    }

    /// Takes a report. The first one is where the work began, so that what an interrupted run had done before counts
    /// for nothing; one from the past, or of less than before, is passed over.
    /// - Parameters:
    ///   - done: how much is done in all, in any unit.
    ///   - seconds: when, by a clock that never goes back.
    public mutating func update(done: Int64, at seconds: Double) {
        guard let first, let last else {
            (first, last) = (Report(done: done, seconds: seconds), Report(done: done, seconds: seconds))
            return
        }
        let (more, overflow) = done.subtractingReportingOverflow(last.done)
        let elapsed = seconds - last.seconds
        guard !overflow, more >= 0, elapsed > 0 else { return }
        self.last = Report(done: done, seconds: seconds)
        let current = Double(more) / elapsed
        // At first the mean since the beginning: work begins with a standstill, and comes in lumps. Later a first-order
        // low-pass filter. The weight of a report is its share of the time that is looked at.
        let weight = max(elapsed / (seconds - first.seconds), elapsed / (elapsed + smoothingSeconds))
        rate = rate.map { $0 + (current - $0) * weight } ?? current
    }

    /// The seconds until `total` is done; nil while nobody can tell.
    public func secondsRemaining(of total: Int64) -> Double? {
        guard let rate, let last, rate > 0 else { return nil }
        return Double(max(0, total.subtractingReportingOverflow(last.done).partialValue)) / rate
    }
}
