public import Findings

/// Which items a listing has, in which order. A condition that is nil or empty lets everything through.
public struct ItemFilter: Hashable, Sendable {
    /// The case's reference; nil for all cases.
    public var caseReference: String?
    /// The exhibit's reference within its case.
    public var exhibit: String?
    /// The volume's index.
    public var volume: Int32?
    /// Held against every path of an item, and a stream's path with `:stream` behind it.
    public var path: PathPattern?
    /// Beginnings of the MIME type, one of which it must have: `image/`, `video/mp4`.
    public var typePrefixes: [String] = []
    /// Content of at least so many bytes.
    public var minimumByteCount: Int64?
    /// Content of at most so many bytes.
    public var maximumByteCount: Int64?
    public var created = TimeRange()
    public var modified = TimeRange()
    public var accessed = TimeRange()
    public var changed = TimeRange()
    public var isAllocated: Bool?
    public var isOverwritten: Bool?
    public var kinds: Set<Item.Kind> = []
    /// Examined, partly so, or failed.
    public var states: Set<Content.State> = []
    /// An MD5, SHA-1 or SHA-256, told by its length.
    public var digest: [UInt8]?
    /// Items that match an entry of one of these categories.
    public var categories: Set<String> = []
    /// Items that match an entry of one of these hash sets, each by its index's SHA-256.
    public var hashSets: Set<[UInt8]> = []
    /// Whether an item matches any entry of any hash set.
    public var isKnown: Bool?
    public var order = Order.walk
    public var limit: Int64?

    /// How items follow one another.
    public enum Order: Hashable, Sendable, CaseIterable {
        /// By exhibit, volume and place in the walk: without sorting.
        case walk
        case path
        /// The largest first.
        case size
        /// The latest first, those without that time last.
        case created, modified, accessed, changed
    }

    /// From the first moment on and before the last one.
    public struct TimeRange: Hashable, Sendable {
        public var from: Timestamp?
        public var before: Timestamp?

        public init(from: Timestamp? = nil, before: Timestamp? = nil) { (self.from, self.before) = (from, before) }
    }

    public init(caseReference: String? = nil, exhibit: String? = nil) {
        (self.caseReference, self.exhibit) = (caseReference, exhibit)
    }
}
