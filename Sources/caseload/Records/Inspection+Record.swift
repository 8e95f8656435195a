public import Authority
import Findings
import Foundation
public import Reporting

extension Inspection: Record {
    public static let fields: [Field<Inspection>] = [
        Field("subject", column: .text) { .text($0.subject) },
        Field("issuer", column: .text) { .text($0.issuer) },
        Field("role", column: .text) { FieldValue($0.grant?.member.role.rawValue, as: FieldValue.text) },
        Field("name", column: .text) { FieldValue($0.grant?.member.name, as: FieldValue.text) },
        Field("hosts", column: .text) { .list(($0.grant?.hosts ?? []).map { .text($0.description) }) },
        Field("from", column: .whole) { .time(Timestamp($0.from)) },
        Field("to", column: .whole) { .time(Timestamp($0.to)) },
        Field("state", column: .text) { .text($0.refusal?.word ?? "valid") },
        Field("detail", column: .sentence) { FieldValue($0.refusal?.description, as: FieldValue.text) },
        Field("serial", column: .whole) { .text($0.serial) },
        Field("sha256", column: .whole) { .digest($0.sha256) },
    ]
}
