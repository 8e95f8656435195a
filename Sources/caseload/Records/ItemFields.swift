import CaseStore
import Findings
import Reporting

/// The fields that describe an item, for every record that is about one.
enum ItemFields {
    /// What names the item: in its case, on the device, in its file system.
    static func identity<Subject>(_ item: @escaping @Sendable (Subject) -> ItemRecord) -> [Field<Subject>] {
        [
            Field("case") { .text(item($0).caseReference) },
            Field("exhibit") { .text(item($0).exhibit) },
            Field("item", column: .path) { .text(item($0).identifier.description) },
            Field("volume_offset") { FieldValue(item($0).volumeOffset, as: FieldValue.integer) },
            Field("file_system") { FieldValue(item($0).fileSystem, as: FieldValue.text) },
            Field("address") { .text(item($0).item.address) },
            Field("stream") { FieldValue(item($0).item.stream, as: FieldValue.name) },
            Field("path", column: .path) { .name(item($0).item.path) },
            Field("path_bytes") { .bytesUnlessText(item($0).item.path) },
            Field("paths") { .list(paths(of: item($0)).map(FieldValue.name)) },
        ]
    }

    /// What the item is: its kind and its content.
    static func content<Subject>(_ item: @escaping @Sendable (Subject) -> ItemRecord) -> [Field<Subject>] {
        [
            Field("kind") { .text(item($0).item.kind.rawValue) },
            Field("allocated", column: .whole.dispensable(1)) { .boolean(item($0).item.isAllocated) },
            Field("overwritten") { .boolean(item($0).item.isOverwritten) },
            Field("size", column: .number) { FieldValue(item($0).item.byteCount, as: FieldValue.byteCount) },
            Field("type", column: .text.dispensable(3)) { FieldValue(item($0).content?.type, as: FieldValue.text) },
            Field("md5") { FieldValue(item($0).content?.digests?.md5, as: FieldValue.digest) },
            Field("sha1") { FieldValue(item($0).content?.digests?.sha1, as: FieldValue.digest) },
            Field("sha256") { FieldValue(item($0).content?.digests?.sha256, as: FieldValue.digest) },
        ]
    }

    /// When something happened to the item, and how far it was examined.
    static func times<Subject>(_ item: @escaping @Sendable (Subject) -> ItemRecord) -> [Field<Subject>] {
        [
            Field("created") { FieldValue(item($0).item.created, as: FieldValue.time) },
            Field("modified", column: .whole) { FieldValue(item($0).item.modified, as: FieldValue.time) },
            Field("accessed") { FieldValue(item($0).item.accessed, as: FieldValue.time) },
            Field("changed") { FieldValue(item($0).item.changed, as: FieldValue.time) },
        ]
    }

    private static func paths(of record: ItemRecord) -> [[UInt8]] { [record.item.path] + record.furtherPaths }
}

extension Field {
    /// The same field without a column, where a table has no room for it.
    var withoutColumn: Field { Field(name, alarms: alarms, value: value) }
}
