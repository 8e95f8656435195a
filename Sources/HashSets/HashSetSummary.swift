public import Findings

/// What an index says of the hash set that it holds.
public struct HashSetSummary: Sendable, Hashable {
    public var name: String
    public var version: String
    /// The category of entries that have none themselves; it is already with them.
    public var category: String?
    public var format: HashSetFormat
    /// The index file's SHA-256, 64 lower-case hexadecimal digits.
    public var sha256: String
    /// The index file.
    public var path: String
    /// The index file's size in bytes.
    public var byteCount: Int64
    /// How many distinct entries it holds.
    public var entries: Int
    /// How many of them have each digest.
    public var digests: [DigestAlgorithm: Int]
    /// Every category of an entry, the most serious first.
    public var categories: [String]
    /// How many entries the imported file held, repeated ones included.
    public var read: Int
    /// How many records and fields of it were rejected.
    public var rejectedCount: Int
}
