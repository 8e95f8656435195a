import Authority
import Findings
import Foundation
import Reporting

/// A line of an authority's register, as it stands now.
struct IssuedRecord: Record {
    let entry: Register.Entry

    init(_ entry: Register.Entry) { self.entry = entry }

    static let fields: [Field<IssuedRecord>] = [
        Field("name", column: .text) { .text($0.entry.name) },
        Field("role", column: .whole) { .text($0.entry.role.rawValue) },
        Field("hosts", column: .text) { .list($0.entry.hosts.map { .text($0) }) },
        Field("state", column: .whole) { .text($0.entry.state(at: Date()).rawValue) },
        Field("from", column: .whole.dispensable(2)) { .time(Timestamp($0.entry.from)) },
        Field("to", column: .whole) { .time(Timestamp($0.entry.to)) },
        Field("revoked") { FieldValue($0.entry.revokedAt.map { Timestamp($0) }, as: FieldValue.time) },
        Field("reason") { FieldValue($0.entry.reason?.rawValue, as: FieldValue.text) },
        Field("serial", column: .whole.dispensable(1)) { .text($0.entry.serial) },
    ]
}
