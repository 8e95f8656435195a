internal import Findings

/// Goes once over a device, past its claims in the order in which they begin, and gives every byte the first class that
/// claims it. It remembers one place for each class, the furthest that a claim of it has reached, and nothing else,
/// however many claims there are.
///
///     content      ├──────────┤   ├─────┤
///     unreadable         ├─┤
///     volume    ├──────────────────────────────┤
///               f   c    u  c   f   c       f     u: unreadable, c: content, f: failed, because nothing
///                                                 says what these bytes of a volume are
struct CoverageSweep {
    private let byteCount: Int64
    private var position: Int64 = 0
    /// Where the furthest claim of each class ends, by rank.
    private var ends = [Int64](repeating: 0, count: CoverageClass.allCases.count)
    private var volumeEnd: Int64 = 0
    /// Where the two furthest contents of items end: before the second one lie bytes that several claim.
    private var itemEnds: (furthest: Int64, second: Int64) = (0, 0)
    private var sums = [Int64](repeating: 0, count: CoverageClass.allCases.count)
    private var overlapping: Int64 = 0

    init(byteCount: Int64) { self.byteCount = max(0, byteCount) }

    /// What states something about a range of bytes.
    struct Claim: Hashable {
        var range: ByteRange
        var layer: Layer
    }

    enum Layer: Hashable {
        /// The content of an item.
        case item(CoverageClass)
        case claim(CoverageClass)
        /// The extent of a volume: bytes of it that nothing claims have failed, others are unpartitioned.
        case volume
    }

    /// Takes the next claim, which begins where the last one began, or behind that. What lies outside of the device is
    /// left out.
    mutating func take(_ claim: Claim) {
        guard claim.range.offset < byteCount, claim.range.byteCount > 0 else { return }
        let start = max(0, claim.range.offset)
        let (sum, overflow) = claim.range.offset.addingReportingOverflow(claim.range.byteCount)
        let end = overflow ? byteCount : min(sum, byteCount)
        advance(to: start)
        switch claim.layer {
        case .claim(let coverage): reach(end, coverage)
        case .volume: volumeEnd = max(volumeEnd, end)
        case .item(let coverage):
            reach(end, coverage)
            itemEnds = (max(itemEnds.furthest, end), max(itemEnds.second, min(itemEnds.furthest, end)))
        }
    }

    /// Goes on to the end of the device.
    mutating func finish() -> Coverage {
        advance(to: byteCount)
        let byteCounts = CoverageClass.allCases.map { ($0, sums[$0.rank]) }
        return Coverage(
            byteCount: byteCount, byteCounts: Dictionary(uniqueKeysWithValues: byteCounts),
            overlappingByteCount: overlapping)
    }

    private mutating func reach(_ end: Int64, _ coverage: CoverageClass) {
        ends[coverage.rank] = max(ends[coverage.rank], end)
    }

    /// Adds up the bytes from the current place to the next, in which no claim begins.
    private mutating func advance(to place: Int64) {
        overlapping += max(0, min(place, itemEnds.second) - position)
        while position < place {
            let (coverage, end) = current
            let next = min(place, end)
            sums[coverage.rank] += next - position
            position = next
        }
    }

    /// The class of the bytes from the current place on, and up to where.
    private var current: (coverage: CoverageClass, end: Int64) {
        for coverage in CoverageClass.allCases where ends[coverage.rank] > position {
            return (coverage, ends[coverage.rank])
        }
        return volumeEnd > position ? (.failed, volumeEnd) : (.unpartitioned, byteCount)
    }
}

extension CoverageClass {
    /// Where several claim a byte, the lowest rank wins.
    var rank: Int {
        switch self {
        case .unreadable: 0
        case .content: 1
        case .failed: 2
        case .slack: 3
        case .structures: 4
        case .unallocated: 5
        case .unpartitioned: 6
        }
    }
}
