internal import Findings

/// The records of the master file table that cannot be parsed. Folders may still know the files' names, so that most
/// are reported once those were read.
struct NTFSRecordLosses {
    private var kept: [UInt64: Loss] = [:]
    private var unreadable: Stretch?

    struct Loss {
        let reason: Failure.Reason
        let words: String
        /// A failure that names no file was recorded.
        let isReported: Bool
    }

    /// Consecutive records that the image lacks.
    private struct Stretch {
        let first: UInt64
        var last: UInt64
        let error: EvidenceError
    }

    /// Losses that are kept until their names are known; those beyond are reported without one.
    private static let limit = 100_000

    mutating func note(
        _ reason: Failure.Reason, _ words: String, _ number: UInt64, _ recorder: WalkRecorder
    ) throws {
        if kept.count < Self.limit {
            kept[number] = Loss(reason: reason, words: words, isReported: false)
        } else {
            try recorder.record(reason, address: String(number), at: nil, words)
        }
    }

    mutating func noteUnreadable(_ number: UInt64, _ error: EvidenceError) {
        if unreadable == nil { unreadable = Stretch(first: number, last: number, error: error) }
        unreadable?.last = number
        guard kept.count < Self.limit else { return }
        kept[number] = Loss(
            reason: error.reason, words: "Its record in the master file table cannot be read: \(error)",
            isReported: true)
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

    /// - Returns: what was lost of a record, once.
    mutating func take(_ number: UInt64) -> Loss? { kept.removeValue(forKey: number) }

    /// Reports those that no folder names.
    mutating func reportNameless(_ recorder: WalkRecorder) throws {
        for (number, loss) in kept.sorted(by: { $0.key < $1.key }) where !loss.isReported {
            try recorder.record(loss.reason, address: String(number), at: nil, loss.words)
        }
        kept = [:]
    }
}
