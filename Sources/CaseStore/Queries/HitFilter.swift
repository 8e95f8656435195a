/// Which hits a listing has, in which order.
public struct HitFilter: Hashable, Sendable {
    /// Which items they are of, in which categories and hash sets, and how many at most. `isKnown` and `order` mean
    /// nothing here.
    public var items: ItemFilter
    /// nil for the most serious category first.
    public var order: ItemFilter.Order?
    /// Only hits that had not landed at this moment: where the last listing ended.
    public var after: StoreMoment?

    public init(of items: ItemFilter) { self.items = items }

    public init(caseReference: String? = nil, exhibit: String? = nil) {
        self.init(of: ItemFilter(caseReference: caseReference, exhibit: exhibit))
    }
}

/// What a listing has seen: every transaction that had been committed, and none other (PostgreSQL: `pg_snapshot`).
/// Landings overlap, so that no number and no clock could say it.
public struct StoreMoment: Hashable, Sendable {
    let snapshot: String
}

extension HitFilter {
    var orderClause: String {
        guard let order else { return "ORDER BY \(Self.seriousness), \(Self.place)" }
        var items = items
        items.order = order
        return "\(items.orderClause), hits.hash_set, hits.algorithm, hits.entry"
    }

    private static let place =
        "items.exhibit_id, items.volume, items.ordinal, hits.hash_set, hits.algorithm, hits.entry"

    /// The most serious category first; hits without a category, such as those of known software, come last.
    private static let seriousness = CategoryOrder.sql("hits.category")
}

/// How serious a category is, as keys to sort by: the rule of `Category.leads`, and behind all others no category.
enum CategoryOrder {
    static func sql(_ column: String) -> String {
        let isNumber = "\(column) ~ '^[0-9]+$'"
        return """
            \(column) IS NULL, CASE WHEN \(column) ~ '^0+$' THEN 2 WHEN \(isNumber) THEN 0 ELSE 1 END,
            CASE WHEN \(isNumber) THEN \(column)::numeric END, \(column) COLLATE "C"
            """
    }
}
