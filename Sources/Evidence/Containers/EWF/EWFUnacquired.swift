internal import Findings

/// The sectors that the acquiring program could not read from the device: it wrote filler in their place, and said so.
struct EWFUnacquired {
    /// In order, none touching another.
    let ranges: [ByteRange]
    /// So many are named one by one; what there is beyond them is counted.
    static let namedLimit = 1024

    /// Whether the filler may be read.
    var areRead = false

    init(_ runs: [(first: UInt32, count: UInt32)], geometry: EWFGeometry) {
        let sector = Int64(geometry.sectorSize)
        var ranges: [ByteRange] = []
        for run in runs.sorted(by: { $0.first < $1.first }) {
            let start = max(Int64(run.first) * sector, ranges.last?.end ?? 0)
            let end = min((Int64(run.first) + Int64(run.count)) * sector, geometry.byteCount)
            guard start < end else { continue }
            if let last = ranges.last, last.end == start {
                ranges[ranges.count - 1].byteCount += end - start
            } else {
                ranges.append(ByteRange(offset: start, byteCount: end - start))
            }
        }
        self.ranges = ranges
    }

    /// How far one can read from `offset` on before the next such sector.
    /// - Throws: when `offset` lies in one.
    func clearByteCount(from offset: Int64, path: String) throws(EvidenceError) -> Int64 {
        guard !areRead, let next = ranges[firstIndex(endingBehind: offset)...].first else { return .max }
        guard next.offset <= offset else { return next.offset - offset }
        throw error(next, path: path)
    }

    func failures(path: String) -> [Failure] {
        var failures = ranges.prefix(Self.namedLimit).map { range in
            error(range, path: path).failure(scope: .range, stage: .survey)
        }
        let others = ranges.dropFirst(Self.namedLimit)
        if let first = others.first, let last = others.last {
            let byteCount = others.reduce(0) { $0 + $1.byteCount }
            let error = EvidenceError(
                .unreadable, path: path,
                cause:
                    "\(others.count) further ranges, which are not listed one by one, could not be read either when the "
                    + "device was acquired: \(byteCount) bytes between \(first.offset) and \(last.end)")
            failures.append(error.failure(scope: .image, stage: .survey))
        }
        return failures
    }

    private func error(_ range: ByteRange, path: String) -> EvidenceError {
        EvidenceError(
            .unreadable, path: path, byteOffset: range.offset, byteCount: range.byteCount,
            cause: "these sectors could not be read when the device was acquired; the image has filler in their place")
    }

    private func firstIndex(endingBehind offset: Int64) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].end <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
