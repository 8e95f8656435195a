internal import Findings

/// The records of the master file table that cannot be parsed, and files whose own names are damaged. Folders may still
/// know their names, so that most are reported once those were read.
struct NTFSRecordLosses {
    private var kept: [UInt64: Loss] = [:]
    private var unreadable: Stretch?

    struct Loss {
        /// Why nothing but its name can be known; nil for a file that is known but for its name.
        let cause: ContentPlan.Loss?
        /// A failure that names no file was recorded.
        let isReported: Bool
        /// Its items, once a name was found.
        var ordinals: [Int64] = []
    }

    /// Consecutive records that the image lacks.
    private struct Stretch {
        let first: UInt64
        var last: UInt64
        let error: EvidenceError
    }

    /// Losses that are kept until their names are known; those beyond are reported without one.
    private static let limit = 100_000

    mutating func note(_ cause: ContentPlan.Loss, _ number: UInt64, _ recorder: WalkRecorder) throws {
        if kept.count < Self.limit {
            kept[number] = Loss(cause: cause, isReported: false)
        } else {
            try recorder.record(cause.reason, address: String(number), at: nil, range: cause.range, cause.detail)
        }
    }

    /// Keeps a file until a folder says what its name is.
    /// - Returns: false where too many are kept already.
    mutating func noteNameless(_ number: UInt64) -> Bool {
        guard kept.count < Self.limit else { return false }
        kept[number] = Loss(cause: nil, isReported: false)
        return true
    }

    mutating func noteUnreadable(_ number: UInt64, _ error: EvidenceError) {
        if unreadable == nil { unreadable = Stretch(first: number, last: number, error: error) }
        unreadable?.last = number
        guard kept.count < Self.limit else { return }
        let words = "Its record in the master file table cannot be read: \(error)"
        kept[number] = Loss(cause: .init(reason: error.reason, detail: words), isReported: true)
    }

    /// Reports a stretch of unreadable records as one failure, once it has ended.
    mutating func endUnreadable(_ recorder: WalkRecorder) throws {
        guard let stretch = unreadable else { return }
        unreadable = nil
        let error = stretch.error
        let described = EvidenceError(
            error.reason, path: error.path, byteOffset: error.byteOffset, byteCount: error.byteCount,
            cause: "Records \(stretch.first) to \(stretch.last) of the master file table cannot be read: \(error.cause)"
        )
        try recorder.record(described, address: String(stretch.first), at: nil)
    }

    /// What was lost of a record.
    subscript(number: UInt64) -> Loss? { kept[number] }

    /// Notes the items of a record for which a folder has a name.
    mutating func note(_ ordinals: [Int64], of number: UInt64) { kept[number]?.ordinals = ordinals }

    /// Reports those that no folder names.
    /// - Parameter list: lists a file without a name.
    mutating func reportNameless(_ recorder: WalkRecorder, _ list: (UInt64) throws -> Void) throws {
        for (number, loss) in kept.sorted(by: { $0.key < $1.key }) where !loss.isReported && loss.ordinals.isEmpty {
            if let cause = loss.cause {
                try recorder.record(cause.reason, address: String(number), at: nil, range: cause.range, cause.detail)
            } else {
                try list(number)
            }
        }
        kept = [:]
    }
}
