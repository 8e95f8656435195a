/// What one read of an item's content yields.
public struct Content: Hashable, Sendable {
    /// The item's ordinal within its volume.
    public var ordinal: Int64
    public var state: State
    /// MD5, SHA-1 and SHA-256 of the whole content; nil unless `state` is `.examined`.
    public var digests: Digests?
    /// The MIME type by content; nil when nothing could be read.
    public var type: String?

    public enum State: String, Hashable, Sendable, CaseIterable {
        /// The whole content was read.
        case examined
        /// Some was read, but not all; a failure says what is missing.
        case partial
        /// Nothing was; a failure says why.
        case failed
    }

    public init(ordinal: Int64, state: State, digests: Digests? = nil, type: String? = nil) {
        self.ordinal = ordinal
        self.state = state
        self.digests = digests
        self.type = type
    }
}

/// The three digests of one content, made in one read.
public struct Digests: Hashable, Sendable {
    /// 16 bytes (RFC 1321).
    public var md5: [UInt8]
    /// 20 bytes (FIPS 180-4).
    public var sha1: [UInt8]
    /// 32 bytes (FIPS 180-4).
    public var sha256: [UInt8]

    public init(md5: [UInt8], sha1: [UInt8], sha256: [UInt8]) {
        self.md5 = md5
        self.sha1 = sha1
        self.sha256 = sha256
    }

    public subscript(algorithm: DigestAlgorithm) -> [UInt8] {
        switch algorithm {
        case .md5: md5
        case .sha1: sha1
        case .sha256: sha256
        }
    }
}

/// An item whose digest is an entry of a hash set.
public struct Hit: Hashable, Sendable {
    /// The item's ordinal within its volume.
    public var ordinal: Int64
    /// The hash set version's index, by the SHA-256 of its file (32 bytes).
    public var hashSet: [UInt8]
    public var algorithm: DigestAlgorithm
    /// The matching entry's number within its set, from 0, in the index's order.
    public var entry: Int64
    /// The entry's category, or its set's; nil where neither has one.
    public var category: String?

    public init(ordinal: Int64, hashSet: [UInt8], algorithm: DigestAlgorithm, entry: Int64, category: String?) {
        self.ordinal = ordinal
        self.hashSet = hashSet
        self.algorithm = algorithm
        self.entry = entry
        self.category = category
    }
}
