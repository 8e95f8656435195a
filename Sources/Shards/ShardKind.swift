/// What a shard asks of its examiner.
public enum ShardKind: String, Hashable, Sendable, CaseIterable {
    /// What the image is: format, stored digests, volumes. The first shard of every exhibit.
    case survey
    /// A file system's metadata: its items, and what its blocks are in use for.
    case walk
    /// The content of some items of one volume.
    case contents
    /// The whole image against its stored digests.
    case verification
}

/// A shard that the coordinator has planned and the store has not seen yet.
public struct PlannedShard: Hashable, Sendable {
    public var kind: ShardKind
    /// The volume's index; nil for a survey or a verification.
    public var volume: Int32?
    /// Smaller is granted first: the likeliest evidence.
    public var priority: Int16
    /// Where on the device its work begins, in bytes: within a priority, shards go in disk order.
    public var position: Int64
    /// About how many bytes will be read.
    public var byteCount: Int64
    /// What the examiner is told: opaque to the store (a protobuf message of the protocol).
    public var specification: [UInt8]

    public init(
        kind: ShardKind, volume: Int32?, priority: Int16, position: Int64, byteCount: Int64, specification: [UInt8]
    ) {
        self.kind = kind
        self.volume = volume
        self.priority = priority
        self.position = position
        self.byteCount = byteCount
        self.specification = specification
    }
}
