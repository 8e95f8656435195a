public import CaseStore
import Findings
public import Reporting

extension CaseRecord: Record {
    public static let fields: [Field<CaseRecord>] = [
        Field("case", column: .text) { .text($0.reference) },
        Field("title", column: .text) { FieldValue($0.title, as: FieldValue.text) },
        Field("state", column: .whole) { .text($0.isOpen ? "open" : "closed") },
        Field("created", column: .whole.dispensable(1)) { .time(Timestamp($0.createdAt)) },
        Field("exhibits", column: .number) { .count($0.exhibitCount) },
    ]
}
