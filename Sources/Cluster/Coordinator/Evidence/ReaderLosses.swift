internal import Evidence
internal import Findings

/// Which ranges of exhibits have killed those who read them. A rule: it is told what died of what.
///
/// A range that kills its reader is tried once more, but only its first 64 KiB, so that what is lost for the evidence's own
/// fault is small; what kills the second reader too is an error from then on, and nobody dies of it any more.
struct ReaderLosses: Sendable {
    /// What is tried after a death, and lost after the second: 64 KiB.
    static let narrowByteCount: Int64 = 64 << 10
    /// So many are remembered for all exhibits together; of more, readers die anew.
    static let limit = 4096

    private var lost: [Int64: [ByteRange]] = [:]
    private var count = 0

    /// The lost range that a byte lies in.
    func range(at offset: Int64, of exhibit: Int64) -> ByteRange? {
        lost[exhibit]?.first { $0.offset <= offset && offset < $0.end }
    }

    /// What of a range lies before the next lost one.
    func spared(_ range: ByteRange, of exhibit: Int64) -> ByteRange {
        let next = lost[exhibit]?.map(\.offset).filter { $0 > range.offset }.min() ?? .max
        return ByteRange(offset: range.offset, byteCount: min(range.byteCount, next - range.offset))
    }

    /// The part of a range that is tried after it has killed a reader.
    static func narrowed(_ range: ByteRange) -> ByteRange {
        ByteRange(offset: range.offset, byteCount: min(range.byteCount, narrowByteCount))
    }

    /// Notes that a narrowed range has killed a reader again.
    mutating func lose(_ range: ByteRange, of exhibit: Int64) {
        guard count < Self.limit else { return }
        lost[exhibit, default: []].append(range)
        count += 1
    }
}
