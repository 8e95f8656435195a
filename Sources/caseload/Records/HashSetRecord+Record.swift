public import CaseStore
import Findings
public import Reporting

extension HashSetRecord: Record {
    public static let fields: [Field<HashSetRecord>] = [
        Field("name", column: .text) { .text($0.name) },
        Field("version", column: .text) { .text($0.version) },
        Field("category", column: .text) { FieldValue($0.category, as: FieldValue.text) },
        Field("format", column: .whole.dispensable(3)) { .text($0.format) },
        Field("sha256", column: .text) { .digest($0.sha256) },
        Field("read") { .count($0.counts.read) },
        Field("distinct", column: .number.titled("entries")) { .count($0.counts.distinct) },
        Field("written") { .count($0.counts.written) },
        Field("verified") { .count($0.counts.verified) },
        Field("rejected", column: .number.dispensable(1)) { .count($0.counts.rejected) },
        Field("imported", column: .whole.dispensable(2)) { FieldValue($0.importedAt, as: { .time(Timestamp($0)) }) },
        Field("removed", column: .whole.dispensable(4)) { FieldValue($0.removedAt, as: { .time(Timestamp($0)) }) },
    ]
}
