public import struct Foundation.Date

/// A version of a hash set as the store knows it: its index lies in a file named by its SHA-256.
public struct HashSetRecord: Hashable, Sendable {
    /// The index file's SHA-256 (32 bytes): the set's name for findings.
    public let sha256: [UInt8]
    public let name: String
    public let version: String
    /// The category of entries that have none themselves.
    public let category: String?
    /// The format that it was imported from.
    public let format: String
    public let counts: Counts
    /// When it was first imported; nil before it is in the store.
    public let importedAt: Date?
    /// When it was removed; nil while examinations match against it.
    public let removedAt: Date?
    /// Whether examinations leave it out. Hits that it has given stay.
    public var isRemoved: Bool { removedAt != nil }

    /// What the import counted.
    public struct Counts: Hashable, Sendable {
        public var read: Int64
        public var distinct: Int64
        public var written: Int64
        public var verified: Int64
        public var rejected: Int64

        public init(read: Int64, distinct: Int64, written: Int64, verified: Int64, rejected: Int64) {
            self.read = read
            self.distinct = distinct
            self.written = written
            self.verified = verified
            self.rejected = rejected
        }
    }

    public init(
        sha256: [UInt8], name: String, version: String, category: String?, format: String, counts: Counts,
        importedAt: Date? = nil, removedAt: Date? = nil
    ) {
        self.sha256 = sha256
        self.name = name
        self.version = version
        self.category = category
        self.format = format
        self.counts = counts
        self.importedAt = importedAt
        self.removedAt = removedAt
    }
}

extension HashSetRecord {
    static let columns = """
        sha256, name, version, category, format, read_count, distinct_count, written_count, verified_count,
            rejected_count, imported_at, removed_at
        """

    init(reading row: inout Row) throws(StoreError) {
        sha256 = try row.next()
        name = try row.next()
        version = try row.next()
        category = try row.next()
        format = try row.next()
        counts = Counts(
            read: try row.next(), distinct: try row.next(), written: try row.next(), verified: try row.next(),
            rejected: try row.next())
        importedAt = try row.next(Date?.self)
        removedAt = try row.next()
    }
}
