import CaseStore
import Findings
import Reporting

/// A volume with the exhibit that it is part of.
struct VolumeRecord: Record {
    let exhibit: ExhibitRecord
    let volume: Volume

    static let fields: [Field<VolumeRecord>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit") { .text($0.exhibit.reference) },
        Field("volume", column: .number) { .integer(Int64($0.volume.index)) },
        Field("offset", column: .number) { .count($0.volume.range.offset) },
        Field("size", column: .number) { .byteCount($0.volume.range.byteCount) },
        Field("scheme", column: .whole.dispensable(2)) { .text($0.volume.scheme) },
        Field("description", column: .text.dispensable(3)) { .text($0.volume.description) },
        Field("file_system", column: .whole) { FieldValue($0.volume.fileSystem, as: FieldValue.text) },
        Field("label", column: .text.dispensable(1)) { FieldValue($0.volume.label, as: FieldValue.text) },
        Field("state", column: .whole) { .text($0.volume.state.rawValue) },
    ]
}
