public import Shards

/// Where a shard stands in the store. It settles an unknown COMMIT.
public struct Standing: Hashable, Sendable {
    /// State, fence, deaths and lapses.
    public internal(set) var shard: Shard
    public let exhibit: ExhibitID
    public let kind: ShardKind
    public let volume: Int32?
    /// How many batches have landed: batch n has when this is greater than n.
    public internal(set) var landedBatches: Int32
    /// How many items have landed of it, …
    public internal(set) var landedItems: Int64
    /// … and how many failures.
    public internal(set) var landedFailures: Int64
    public let specification: [UInt8]

    /// Whether a batch that was sent under a lease has landed, so that sending it again would change nothing.
    public func hasLanded(batch: Int32, under claim: Claim) -> Bool {
        shard.standing(of: claim) == .current && batch < landedBatches
    }
}
