import CaseStore
import Reporting

/// The digest over all findings of an exhibit.
struct FindingsDigestRecord: Record {
    let exhibit: ExhibitRecord
    let digest: [UInt8]

    static let fields: [Field<FindingsDigestRecord>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit") { .text($0.exhibit.reference) },
        Field("state") { .text($0.exhibit.state.rawValue) },
        Field("digest") { .digest($0.digest) },
    ]
}
