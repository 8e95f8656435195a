/// What the examination of one shard, or a batch of it, has found. All of one exhibit; items, contents, hits and
/// extents are all of one volume.
public struct ShardFindings: Hashable, Sendable {
    /// The volume that items, paths, contents, hits and extents are about; nil for a survey or a verification.
    public var volume: Int32?
    public var image: ImageDescription?
    public var volumes: [Volume]
    public var items: [Item]
    public var furtherPaths: [FurtherPath]
    public var contents: [Content]
    public var hits: [Hit]
    public var extents: [Extent]
    public var failures: [Failure]
    public var verifications: [Verification]

    public init(
        volume: Int32? = nil, image: ImageDescription? = nil, volumes: [Volume] = [], items: [Item] = [],
        furtherPaths: [FurtherPath] = [], contents: [Content] = [], hits: [Hit] = [], extents: [Extent] = [],
        failures: [Failure] = [], verifications: [Verification] = []
    ) {
        self.volume = volume
        self.image = image
        self.volumes = volumes
        self.items = items
        self.furtherPaths = furtherPaths
        self.contents = contents
        self.hits = hits
        self.extents = extents
        self.failures = failures
        self.verifications = verifications
    }
}

/// A stored digest of the whole device, held against its content.
public struct Verification: Hashable, Sendable {
    public var stored: StoredDigest
    /// The digest of the content as it was read; nil when not every byte could be read.
    public var computed: [UInt8]?
    /// Nil where there is nothing to compare: nobody states a digest, or it could not be computed.
    public var matches: Bool? { stored.value.isEmpty || computed == nil ? nil : computed == stored.value }

    public init(stored: StoredDigest, computed: [UInt8]?) {
        self.stored = stored
        self.computed = computed
    }
}
