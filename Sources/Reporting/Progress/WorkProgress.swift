/// How far a long piece of work has come.
public struct WorkProgress: Hashable, Sendable {
    /// What is being done, and to what: `Examining 2041.E01`.
    public var title: String
    public var byteCount: Int64
    /// The bytes that there are to do; nil while that is not known.
    public var totalByteCount: Int64?
    /// Items done, or whatever else `noun` names in the plural.
    public var itemCount: Int64
    public var noun: String
    /// nil where the work finds none.
    public var hitCount: Int64?
    public var failureCount: Int64

    public init(
        title: String, byteCount: Int64 = 0, totalByteCount: Int64? = nil, itemCount: Int64 = 0, noun: String = "items",
        hitCount: Int64? = nil, failureCount: Int64 = 0
    ) {
        self.title = title
        self.byteCount = byteCount
        self.totalByteCount = totalByteCount
        self.itemCount = itemCount
        self.noun = noun
        self.hitCount = hitCount
        self.failureCount = failureCount
    }

    /// The part that is done, 0 … 1.
    public var share: Double? {
        guard let totalByteCount, totalByteCount > 0 else { return nil }
        return min(1, max(0, Double(byteCount) / Double(totalByteCount)))
    }
}
