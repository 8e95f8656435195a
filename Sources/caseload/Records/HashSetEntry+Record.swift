import Findings
public import HashSets
public import Reporting

extension HashSetEntry: Record {
    public static let fields: [Field<HashSetEntry>] = [
        Field("entry") { .integer($0.number) },
        Field("md5") { FieldValue($0.md5, as: FieldValue.digest) },
        Field("sha1") { FieldValue($0.sha1, as: FieldValue.digest) },
        Field("sha256") { FieldValue($0.sha256, as: FieldValue.digest) },
        Field("categories") { .list($0.categories.map(FieldValue.text)) },
        Field("records") { .list($0.records.map(record)) },
        Field("record_count") { FieldValue($0.recordCount, as: FieldValue.count) },
    ]

    private static func record(_ record: Record) -> FieldValue {
        .object([
            .init("name", FieldValue(record.name, as: FieldValue.text)),
            .init("category", FieldValue(record.category, as: FieldValue.text)),
            .init("size", FieldValue(record.byteCount, as: size)),
        ])
    }

    /// The NSRL has sizes that no file has: they are shown as they stand there.
    private static func size(_ byteCount: UInt64) -> FieldValue {
        Int64(exactly: byteCount).map(FieldValue.byteCount) ?? .unsigned(byteCount)
    }
}
