/// What an import did: counted at four places that know nothing of each other.
public struct ImportReport: Sendable, Hashable, Codable {
    public var name: String
    public var version: String
    /// The category of entries that have none themselves.
    public var category: String?
    public var format: HashSetFormat
    /// The index file's SHA-256, 64 lower-case hexadecimal digits: the file is `<sha256>.hashset`.
    public var sha256: String
    /// How many entries the reader found, repeated ones included.
    public var read: Int
    /// How many distinct tuples of digests are among them, counted by the sort.
    public var distinct: Int
    /// How many entries the index holds, by its sections' sizes on the disk.
    public var written: Int
    /// How many of the distinct tuples were found by looking each up in the finished file.
    public var verified: Int
    /// The first rejected records and fields, at most ``rejectionLimit``.
    public var rejected: [Rejection]
    /// How many there were.
    public var rejectedCount: Int

    /// How many rejections a report names one by one.
    public static let rejectionLimit = 1_000

    public var outcome: Outcome {
        if read == 0 { return .empty }
        return rejectedCount == 0 ? .complete : .partial
    }

    public enum Outcome: String, Sendable, Hashable {
        /// Everything was read.
        case complete
        /// Some records or fields were rejected; the others were read.
        case partial
        /// The file is sound and holds no entry.
        case empty
    }
}

/// How far an import has come.
public struct ImportProgress: Sendable, Hashable {
    public var stage: Stage
    /// How much of the stage is done: bytes of the file while reading, entries afterwards.
    public var done: Int64
    public var total: Int64
    /// How many entries have been read.
    public var read: Int

    public enum Stage: String, Sendable, Hashable, CaseIterable {
        case reading, writing, verifying
    }
}
