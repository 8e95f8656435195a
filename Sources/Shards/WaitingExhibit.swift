public import struct Foundation.Date

/// An exhibit of which shards wait to be granted, as far as its precedence goes.
public struct WaitingExhibit: Hashable, Sendable {
    /// Its number in the store.
    public var number: Int32
    /// The risk grade of its case: the greater, the more urgent.
    public var urgency: Int
    /// When its case is due; nil for one without a date, which comes after all others of its grade.
    public var dueOn: Date?
    /// How many of its shards wait; nil for more than anybody counts.
    public var readyCount: Int?
    /// How many leases of its shards are held.
    public var leasedCount: Int
    /// When one of its shards was last granted; before that, when it was registered.
    public var grantedAt: Date

    public init(
        number: Int32, urgency: Int, dueOn: Date?, readyCount: Int?, leasedCount: Int, grantedAt: Date
    ) {
        self.number = number
        self.urgency = urgency
        self.dueOn = dueOn
        self.readyCount = readyCount
        self.leasedCount = leasedCount
        self.grantedAt = grantedAt
    }

    /// Whether nothing of it was granted for so long that its rank no longer counts.
    public func isNeglected(at now: Date) -> Bool { now.timeIntervalSince(grantedAt) >= Precedence.patience }

    /// Whether it goes before another that is not neglected either.
    func outranks(_ other: WaitingExhibit) -> Bool {
        if urgency != other.urgency { return urgency > other.urgency }
        if dueOn != other.dueOn { return dueOn ?? .distantFuture < other.dueOn ?? .distantFuture }
        if leasedCount != other.leasedCount { return leasedCount < other.leasedCount }
        if grantedAt != other.grantedAt { return grantedAt < other.grantedAt }
        return number < other.number
    }
}
