public import Findings

/// An entry of a hash set that a content's digests match.
public struct HashSetMatch: Hashable, Sendable {
    /// The strongest digest that the entry has, which is the one that was compared.
    public var algorithm: DigestAlgorithm
    /// The entry's number within its set, from 0, in the index's order.
    public var entry: Int64
    /// Every category of the entry, the most serious first; empty where neither it nor its set has one.
    public var categories: [String]
    /// The most serious category.
    public var category: String? { categories.first }
}
