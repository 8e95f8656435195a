public import Findings

/// An item whose content is to be examined: what of an `Item` that needs.
public struct ItemToRead: Hashable, Sendable {
    /// The item's ordinal within its volume.
    public var ordinal: Int64
    /// The size of its content in bytes: so many must be read, or it has no digests.
    public var byteCount: Int64
    public var reading: Item.Reading
    /// Its content, piece by piece in file order; empty unless `reading` is `.runs`.
    public var runs: [Run]

    public init(ordinal: Int64, byteCount: Int64, reading: Item.Reading, runs: [Run] = []) {
        self.ordinal = ordinal
        self.byteCount = byteCount
        self.reading = reading
        self.runs = runs
    }

    public init(_ item: Item) {
        self.init(ordinal: item.ordinal, byteCount: item.byteCount ?? 0, reading: item.reading, runs: item.runs)
    }
}
