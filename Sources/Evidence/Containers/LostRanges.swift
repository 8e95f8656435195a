internal import Findings

/// Ranges of the device that a container is known not to have, joined where they touch.
struct LostRanges {
    private(set) var ranges: [ByteRange] = []
    /// So many are named one by one; what there is beyond them is counted.
    private static let namedLimit = 1024

    /// Adds a range that begins behind the others, or nothing where it has no bytes.
    mutating func add(from start: Int64, to end: Int64) {
        guard end > start else { return }
        if let last = ranges.last, last.end == start {
            ranges[ranges.count - 1].byteCount += end - start
        } else {
            ranges.append(ByteRange(offset: start, byteCount: end - start))
        }
    }

    func failures(_ reason: Failure.Reason, path: String, _ cause: String) -> [Failure] {
        var failures = ranges.prefix(Self.namedLimit).map { range in
            EvidenceError(
                reason, path: path, byteOffset: range.offset, byteCount: range.byteCount, cause: cause
            ).failure(scope: .range, stage: .survey)
        }
        let others = ranges.dropFirst(Self.namedLimit)
        if let first = others.first, let last = others.last {
            let words =
                "\(others.count) further ranges between byte \(first.offset) and \(last.end), which are not listed one "
                + "by one: \(cause)"
            failures.append(EvidenceError(reason, path: path, cause: words).failure(scope: .image, stage: .survey))
        }
        return failures
    }
}
