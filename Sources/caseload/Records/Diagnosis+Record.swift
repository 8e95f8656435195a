public import Doctor
public import Reporting

extension Diagnosis: Record {
    public static let fields: [Field<Diagnosis>] = [
        Field("subject", column: .text) { .text($0.subject) },
        Field("verdict", column: .text) { .text($0.verdict.rawValue) },
        Field("observation", column: .sentence) { .text($0.observation) },
        Field("remedy", column: .sentence) { FieldValue($0.remedy, as: FieldValue.text) },
    ]
}
