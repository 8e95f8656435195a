public import struct Foundation.Date

/// An exhibit as its supervisors see it: since when it waits, and how it goes on.
public struct SupervisedExhibit: Hashable, Sendable {
    public var reference: String
    public var state: ExhibitRecord.State
    public var registeredAt: Date
    /// When its first shard was granted.
    public var startedAt: Date?
    /// When a shard of it last ended, to about a second.
    public var progressedAt: Date?
    public var finishedAt: Date?
    public var work = ExhibitWork()
    public var itemCount: Int64 = 0
    public var hitCount: Int64 = 0
    public var failureCount: Int64 = 0

    public init(_ reference: String, state: ExhibitRecord.State, registeredAt: Date) {
        (self.reference, self.state, self.registeredAt) = (reference, state, registeredAt)
    }

    public var isDone: Bool { state == .done }

    /// The part that is done, 0 … 1.
    public var share: Double { isDone ? 1 : work.share }

    /// The content that is left to be read, in bytes.
    public var left: Int64 { isDone ? 0 : work.left }

    /// Since when an examination that has begun has not gone on; nil for one that has not begun, or has ended.
    public var idleSince: Date? { state == .examining ? progressedAt ?? startedAt ?? registeredAt : nil }

    /// How fast it is read; nil where nothing was lately.
    public func pace(window: Duration = Pace.window, now: Date) -> Pace {
        Pace(byteCount: work.lately, start: startedAt, window: window, now: now)
    }
}
