public import CaseStore
import Findings
public import Reporting

extension ExhibitRecord: Record {
    public static let fields: [Field<ExhibitRecord>] = [
        Field("case", column: .text.dispensable(3)) { .text($0.caseReference) },
        Field("exhibit", column: .text) { .text($0.reference) },
        Field("state", column: .whole) { .text($0.state.rawValue) },
        Field("path", column: .path.dispensable(1)) { .text($0.path) },
        Field("files") { .list($0.files.map(file)) },
        Field("format", column: .whole.dispensable(2)) { FieldValue($0.image?.format, as: FieldValue.text) },
        Field("size", column: .number) { FieldValue($0.image?.byteCount, as: FieldValue.byteCount) },
        Field("sector_size") { FieldValue($0.image?.sectorSize, as: { .integer(Int64($0)) }) },
        Field("registered", column: .whole.dispensable(4)) { .time(Timestamp($0.registeredAt)) },
        Field("finished") { FieldValue($0.finishedAt, as: { .time(Timestamp($0)) }) },
        Field("requested_digests") { .list($0.requestedDigests.map(digest)) },
        Field("stored_digests") { .list(($0.image?.storedDigests ?? []).map(digest)) },
        Field("acquisition") { .named($0.image?.acquisition ?? [:]) },
        Field("options") { .named($0.options) },
    ]

    private static func file(_ file: ExhibitRegistration.ImageFile) -> FieldValue {
        .object([.init("name", .text(file.name)), .init("size", .integer(file.byteCount))])
    }

    private static func digest(_ digest: StoredDigest) -> FieldValue {
        .object([
            .init("algorithm", .text(digest.algorithm.rawValue)),
            .init("value", digest.value.isEmpty ? .null : .digest(digest.value)), .init("origin", .text(digest.origin)),
        ])
    }
}

extension FieldValue {
    /// Texts by their names, in the order of the names' bytes.
    static func named(_ texts: [String: String]) -> FieldValue {
        .object(
            texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { .init($0.key, .text($0.value)) })
    }
}
