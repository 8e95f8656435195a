public import Findings

/// A hit with its item and its hash set.
public struct HitRecord: Hashable, Sendable {
    public let item: ItemRecord
    public let hit: Hit
    /// The hash set's name; nil where the store does not know the set.
    public let hashSetName: String?
    public let hashSetVersion: String?
}

/// Which hits a listing has. A condition that is nil lets everything through.
public struct HitFilter: Hashable, Sendable {
    /// The case's reference; nil for all cases.
    public var caseReference: String?
    /// The exhibit's reference within its case.
    public var exhibit: String?
    public var category: String?
    /// The hash set version's index, by its SHA-256.
    public var hashSet: [UInt8]?
    /// Only hits that had not landed at this moment: where the last listing ended.
    public var after: StoreMoment?
    public var limit: Int64?

    public init(caseReference: String? = nil, exhibit: String? = nil) {
        (self.caseReference, self.exhibit) = (caseReference, exhibit)
    }
}

/// What a listing has seen: every transaction that had been committed, and none other (PostgreSQL: `pg_snapshot`).
/// Landings overlap, so that no number and no clock could say it.
public struct StoreMoment: Hashable, Sendable {
    let snapshot: String
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

    /// The most serious category first. Categories that carry a number (Project VIC, CAID) go by it, 1 before 2; those
    /// that are words come next, then 0, which those schemes give to what is not pertinent; hits without a category,
    /// such as those of known software, come last.
    static let orderClause = """
        ORDER BY hits.category IS NULL, \(CategoryOrder.sql("hits.category")), hits.category COLLATE "C",
            items.exhibit_id, items.volume, items.ordinal, hits.hash_set, hits.algorithm, hits.entry
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

/// How serious a category is, as a number to sort by.
enum CategoryOrder {
    static func sql(_ column: String) -> String {
        let number = "substring(\(column) from '\\d{1,9}')::int"
        return "CASE WHEN \(number) > 0 THEN \(number) WHEN \(number) = 0 THEN 2000000000 ELSE 1000000000 END"
    }
}
