public import Findings

/// One distinct tuple of digests in a hash set, with what every record that holds it says.
public struct HashSetEntry: Hashable, Sendable {
    /// The entry's number within its set, from 0, in the index's order.
    public var number: Int64
    /// 16 bytes; nil where the set does not give it.
    public var md5: [UInt8]?
    /// 20 bytes; nil where the set does not give it.
    public var sha1: [UInt8]?
    /// 32 bytes; nil where the set does not give it.
    public var sha256: [UInt8]?
    /// Every category that a record of these digests has, the most serious first; empty where none has one.
    public var categories: [String]
    /// What the records say beside their digests, in the order of the file, equal ones once, at most 256.
    public var records: [Record]
    /// How many records of the file hold these digests; nil where the set says nothing but digests and categories.
    public var recordCount: Int64?

    /// What one record says of the file that it describes.
    public struct Record: Hashable, Sendable {
        public var category: String?
        /// The described file's size in bytes (up to 2^64-1: such occur in the NSRL).
        public var byteCount: UInt64?
        public var name: String?

        public init(category: String?, byteCount: UInt64?, name: String?) {
            (self.category, self.byteCount, self.name) = (category, byteCount, name)
        }
    }

    public subscript(algorithm: DigestAlgorithm) -> [UInt8]? {
        switch algorithm {
        case .md5: md5
        case .sha1: sha1
        case .sha256: sha256
        }
    }
}
