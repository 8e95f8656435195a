public import CaseStore
import Findings
public import Reporting

extension HitRecord: Record {
    public static let fields: [Field<HitRecord>] =
        ItemFields.identity(\.item)
        + ItemFields.content(\.item).map { $0.name == "type" ? $0.withoutColumn : $0 }
        + ItemFields.times(\.item).map(\.withoutColumn) + [
            Field("category", column: .text) { FieldValue($0.hit.category, as: FieldValue.text) },
            Field("hash_set", column: .text.titled("hash set").dispensable(3)) {
                FieldValue($0.hashSetName, as: FieldValue.text)
            },
            Field("version") { FieldValue($0.hashSetVersion, as: FieldValue.text) },
            Field("hash_set_sha256") { .digest($0.hit.hashSet) },
            Field("match") { _ in .text(HitMatch.exact.rawValue) },
            Field("algorithm", column: .whole.dispensable(4)) { .text($0.hit.algorithm.rawValue) },
            Field("distance") { _ in .null },
            Field("entry") { .integer($0.hit.entry) },
        ]
}

/// In what manner an item matches an entry.
enum HitMatch: String, CaseIterable {
    /// By a digest of its whole content.
    case exact
    case perceptual, block
}
