import CaseStore
import Findings
import Reporting

/// A stored digest of an exhibit's image, held against its content.
struct VerificationRecord: Record {
    let exhibit: ExhibitRecord
    let verification: Verification

    static let fields: [Field<VerificationRecord>] = [
        Field("case") { .text($0.exhibit.caseReference) },
        Field("exhibit", column: .text) { .text($0.exhibit.reference) },
        Field("algorithm", column: .whole) { .text($0.verification.stored.algorithm.rawValue) },
        Field("origin", column: .whole) { .text($0.verification.stored.origin) },
        Field("stored", column: .text.dispensable(2)) {
            $0.verification.stored.value.isEmpty ? .null : .digest($0.verification.stored.value)
        },
        Field("computed", column: .text.dispensable(1)) { FieldValue($0.verification.computed, as: FieldValue.digest) },
        Field("result", column: .whole, alarms: { $0.isFailure ? [0] : [] }) { .text($0.result.rawValue) },
    ]

    enum Result: String {
        case match, mismatch
        /// Nobody states a digest: there is nothing to hold the computed one against.
        case computed
        /// Not every byte of the image could be read.
        case unreadable
    }

    var result: Result {
        if verification.computed == nil { return .unreadable }
        return verification.matches.map { $0 ? .match : .mismatch } ?? .computed
    }
}

extension VerificationRecord {
    /// Whether a stated hash does not agree, or could not be held against anything.
    var isFailure: Bool { result == .mismatch || result == .unreadable }

    /// What people read in a summary.
    var sentence: String {
        let algorithm = verification.stored.algorithm.rawValue
        return switch result {
        case .match: "\(algorithm) agrees with what the \(verification.stored.origin) states"
        case .mismatch: "\(algorithm) DOES NOT AGREE with what the \(verification.stored.origin) states"
        case .computed: "\(algorithm) \(verification.computed.map { Hexadecimal.text($0) } ?? ""), which nobody states"
        case .unreadable: "\(algorithm) could not be computed: not every byte can be read"
        }
    }
}
