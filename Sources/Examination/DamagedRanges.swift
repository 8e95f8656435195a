internal import Evidence
internal import Findings

/// Ranges of the device that could not be read, joined where they touch.
struct DamagedRanges {
    /// So many are told apart for one item or verification; further ones are counted.
    static let limit = 1024

    private(set) var ranges: [Damage] = []
    private(set) var furtherCount = 0
    /// Damage of unknown extent in a row: the steps over it grow, so that a dead terabyte ends in reasonable time.
    private var unknownStep: Int64 = 0
    private static let longestStep: Int64 = 1 << 20

    struct Damage {
        var range: ByteRange
        /// The first error in it.
        let error: EvidenceError
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// Notes that the byte at `offset` cannot be read.
    /// - Parameter limit: the bytes from there on that are of interest, at least one.
    /// - Returns: how many of them are lost: the damage's extent where the error knows it, else up to the next sector,
    ///   and further each time in a row.
    mutating func add(_ error: EvidenceError, at offset: Int64, limit: Int64, sectorSize: Int64) -> Int64 {
        let touches = ranges.last.map { $0.range.end == offset } ?? false
        let lost = min(limit, extent(of: error, from: offset, sectorSize: max(sectorSize, 1), touches: touches))
        if touches, ranges[ranges.count - 1].error.reason == error.reason {
            ranges[ranges.count - 1].range.byteCount += lost
        } else if ranges.count < Self.limit {
            ranges.append(Damage(range: ByteRange(offset: offset, byteCount: lost), error: error))
        } else {
            furtherCount += 1
        }
        return lost
    }

    private mutating func extent(
        of error: EvidenceError, from offset: Int64, sectorSize: Int64, touches: Bool
    ) -> Int64 {
        if let range = error.range, range.offset <= offset, range.end > offset {
            unknownStep = 0
            return range.end - offset
        }
        unknownStep = touches ? min(max(unknownStep, sectorSize) * 2, Self.longestStep) : sectorSize
        return max(1, unknownStep - offset % sectorSize)
    }

    /// A failure for each range, and one for those that were only counted.
    func failures(scope: Failure.Scope, volume: Int32?, ordinal: Int64?, stage: Failure.Stage) -> [Failure] {
        var failures = ranges.map { damage in
            var failure = damage.error.failure(scope: scope, volume: volume, ordinal: ordinal, stage: stage)
            failure.range = damage.range
            return failure
        }
        if furtherCount > 0, let last = failures.last {
            failures.append(
                Failure(
                    scope: scope, volume: volume, ordinal: ordinal, stage: stage, reason: last.reason,
                    detail: "\(furtherCount) further damaged places, which are not listed one by one."))
        }
        return failures
    }
}
