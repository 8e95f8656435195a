public import CaseStore
import Findings
public import Reporting

extension FailureRecord: Record {
    public static let fields: [Field<FailureRecord>] = [
        Field("case") { .text($0.caseReference) },
        Field("exhibit", column: .text.dispensable(2)) { .text($0.exhibit) },
        Field("scope", column: .whole.dispensable(1)) { .text($0.failure.scope.rawValue) },
        Field("volume") { FieldValue($0.failure.volume.map(Int64.init), as: FieldValue.integer) },
        Field("volume_offset") { FieldValue($0.volumeOffset, as: FieldValue.integer) },
        Field("item") { FieldValue($0.item?.description, as: FieldValue.text) },
        Field("address") { FieldValue($0.failure.address ?? $0.item?.address, as: FieldValue.text) },
        Field("stream") { FieldValue($0.item?.stream, as: FieldValue.name) },
        Field("path", column: .path) { FieldValue($0.failure.path ?? $0.itemPath, as: FieldValue.name) },
        Field("path_bytes") { FieldValue($0.failure.path ?? $0.itemPath, as: FieldValue.bytesUnlessText) },
        Field("offset", column: .number) { FieldValue($0.failure.range?.offset, as: FieldValue.integer) },
        Field("size") { FieldValue($0.failure.range?.byteCount, as: FieldValue.byteCount) },
        Field("stage") { .text($0.failure.stage.rawValue) },
        Field("reason", column: .whole) { .text($0.failure.reason.rawValue) },
        Field("detail", column: .sentence) { .text($0.failure.detail) },
    ]
}
