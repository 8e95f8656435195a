public import Shards

/// A lease as it was granted: what to do, and the fence under which its findings will be taken.
public struct Grant: Hashable, Sendable {
    public let shard: ShardID
    public let exhibit: ExhibitID
    public let kind: ShardKind
    /// The volume's index; nil for a survey or a verification.
    public let volume: Int32?
    /// Under which lease.
    public let claim: Claim
    public var fence: Fence { claim.fence }
    /// How many examiners have died of the shard before.
    public let deaths: Int
    /// How many of its leases ended without a word from their worker.
    public let lapses: Int
    /// Whether whoever holds the lease should rather report its death (`Shard.isSuspected`).
    public var isSuspected: Bool { Shard(deaths: deaths, lapses: lapses).isSuspected }
    /// How many batches of it have landed, under this or an earlier lease: the next to land has this number.
    public let landedBatches: Int32
    /// What the examiner is told: opaque to the store.
    public let specification: [UInt8]
}
