public import HashSets
public import Reporting

extension ImportReport: Record {
    public static let fields: [Field<ImportReport>] = [
        Field("name") { .text($0.name) },
        Field("version") { .text($0.version) },
        Field("category") { FieldValue($0.category, as: FieldValue.text) },
        Field("format") { .text($0.format.rawValue) },
        Field("sha256") { .text($0.sha256) },
        Field("outcome") { .text($0.outcome.rawValue) },
        Field("read") { .count(Int64($0.read)) },
        Field("distinct") { .count(Int64($0.distinct)) },
        Field("written") { .count(Int64($0.written)) },
        Field("verified") { .count(Int64($0.verified)) },
        Field("rejected_count", column: .number.titled("rejected")) { .count(Int64($0.rejectedCount)) },
        Field("rejected", column: .text.titled("")) { .list($0.rejected.map(rejection)) },
    ]

    private static func rejection(_ rejection: Rejection) -> FieldValue {
        .object([
            .init("record", .integer(rejection.record)),
            .init("line", FieldValue(rejection.line, as: { .integer(Int64($0)) })),
            .init("offset", FieldValue(rejection.offset, as: FieldValue.integer)),
            .init("level", .text(rejection.level.rawValue)),
            .init("field", FieldValue(rejection.field, as: FieldValue.text)),
            .init("reason", .text(rejection.reason.rawValue)),
            .init("value", .text(rejection.value)),
        ])
    }
}
