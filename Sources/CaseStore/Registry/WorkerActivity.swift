/// What a worker's examiners have done since it last said so.
public struct WorkerActivity: Hashable, Sendable {
    public var examiners: Int32
    /// Milliseconds of all examiners together: examining, waiting for findings to land, waiting for work.
    public var busy: Int64
    public var landing: Int64
    public var idle: Int64
    /// Of contents that have landed.
    public var byteCount: Int64
    public var itemCount: Int64

    /// - Note: what no worker can have done is cut to what sums of it can hold.
    public init(
        examiners: Int32, busy: Int64 = 0, landing: Int64 = 0, idle: Int64 = 0, byteCount: Int64 = 0,
        itemCount: Int64 = 0
    ) {
        self.examiners = max(0, examiners)
        (self.busy, self.landing, self.idle) = (Self.cut(busy), Self.cut(landing), Self.cut(idle))
        (self.byteCount, self.itemCount) = (Self.cut(byteCount), Self.cut(itemCount))
    }

    /// A hundred terabytes, three thousand years of milliseconds: heartbeats of a century do not overflow.
    private static func cut(_ count: Int64) -> Int64 { max(0, min(count, 100_000_000_000_000)) }
}
