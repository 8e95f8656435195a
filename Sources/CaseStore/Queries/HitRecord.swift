public import Findings

/// A hit with its item and its hash set.
public struct HitRecord: Hashable, Sendable {
    public let item: ItemRecord
    public let hit: Hit
    /// The hash set's name; nil where the store does not know the set.
    public let hashSetName: String?
    public let hashSetVersion: String?
}

extension HitRecord {
    static let columns = """
        \(ItemRecord.columns), hits.hash_set, hits.algorithm::text, hits.entry, hits.category, hash_sets.name,
        hash_sets.version
        """

    static let tables = """
        hits JOIN items ON \(ItemFilter.sameItem("hits")) \(ItemRecord.joins)
        LEFT JOIN hash_sets ON hash_sets.sha256 = hits.hash_set
        """

    init(reading row: inout Row) throws(StoreError) {
        item = try ItemRecord(reading: &row)
        let set: [UInt8] = try row.next()
        let algorithm = DigestAlgorithm(rawValue: try row.next()) ?? .sha256
        hit = Hit(
            ordinal: item.item.ordinal, hashSet: set, algorithm: algorithm, entry: try row.next(),
            category: try row.next())
        hashSetName = try row.next()
        hashSetVersion = try row.next()
    }
}
