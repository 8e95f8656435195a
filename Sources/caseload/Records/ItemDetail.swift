import CaseStore
import Findings
import Reporting

/// An item in full: where on the device its content lies, too.
struct ItemDetail: Record {
    let record: ItemRecord

    static let fields: [Field<ItemDetail>] =
        ItemRecord.fields.map { field in
            Field(field.name, column: field.column) { field.value($0.record) }
        } + [
            Field("runs") { detail in
                .list(detail.record.item.runs.map { range(offset: $0.offset, byteCount: $0.byteCount) })
            },
            Field("slack") { detail in
                .list(detail.record.item.slack.map { range(offset: $0.offset, byteCount: $0.byteCount) })
            },
        ]

    /// Bytes of the device; without an offset a hole, which reads as zeros.
    private static func range(offset: Int64?, byteCount: Int64) -> FieldValue {
        .object([.init("offset", FieldValue(offset, as: FieldValue.integer)), .init("size", .integer(byteCount))])
    }
}
