internal import Evidence
internal import Findings

/// How far the reading of one content has come: it goes along the runs, and along damage.
struct ContentCursor {
    private let runs: [Run]
    private let byteCount: Int64
    /// Bytes of the content that were passed so far, read or damaged.
    private(set) var position: Int64 = 0
    /// Where in the runs that is.
    private var run = 0
    private var positionInRun: Int64 = 0

    /// What could not be read so far.
    private(set) var damage = DamagedRanges()
    /// Why the content ends before its size, if it does.
    private(set) var shortfall: ContentShortfall?
    /// Whether any of its bytes came from the device.
    private(set) var hasRead = false

    init(_ item: ItemToRead) {
        runs = item.runs
        byteCount = item.byteCount
    }

    var isAtEnd: Bool { position >= byteCount || shortfall != nil }
    var isWhole: Bool { shortfall == nil && damage.isEmpty }

    /// Fills the front of `buffer` with what comes next, damage left out.
    /// - Returns: how many bytes were read: as many as fit, fewer at the end of the content and before damage.
    mutating func read(from device: any Device, into buffer: inout MutableSpan<UInt8>) -> Int {
        var filled = 0
        while filled < buffer.count, !isAtEnd {
            guard let next = nextStretch(limit: Int64(buffer.count - filled)) else { break }
            var part = buffer._mutatingExtracting(filled..<filled + Int(next.byteCount))
            let count = next.offset.map { readPart(at: $0, from: device, into: &part) } ?? fill(&part)
            guard count > 0 else { break }
            filled += count
        }
        return filled
    }

    private mutating func fill(_ hole: inout MutableSpan<UInt8>) -> Int {
        hole.update(repeating: 0)
        pass(Int64(hole.count))
        return hole.count
    }

    /// - Returns: 0 after damage, which is then passed, and at the end of the device.
    private mutating func readPart(
        at offset: Int64, from device: any Device, into buffer: inout MutableSpan<UInt8>
    ) -> Int {
        do {
            let count = try device.read(at: offset, into: &buffer)
            guard count > 0 else {
                let missing = ByteRange(offset: offset, byteCount: leftInRun)
                shortfall = .deviceEnds(at: device.byteCount, missing: missing)
                return 0
            }
            hasRead = true
            pass(Int64(count))
            return count
        } catch {
            pass(damage.add(error, at: offset, limit: leftInRun, sectorSize: Int64(device.sectorSize)))
            return 0
        }
    }

    /// What comes next: of one run, at most `limit` bytes; nil when the runs end before the content does.
    private mutating func nextStretch(limit: Int64) -> Run? {
        while run < runs.count, positionInRun >= runs[run].byteCount { (run, positionInRun) = (run + 1, 0) }
        guard run < runs.count else {
            shortfall = .runsEnd(after: position, of: byteCount)
            return nil
        }
        let count = min(limit, leftInRun)
        guard let start = runs[run].offset else { return Run(offset: nil, byteCount: count) }
        let (offset, overflow) = start.addingReportingOverflow(positionInRun)
        guard start >= 0, !overflow else {
            shortfall = .runBeginsOutside(at: start)
            return nil
        }
        return Run(offset: offset, byteCount: count)
    }

    private var leftInRun: Int64 { min(runs[run].byteCount - positionInRun, byteCount - position) }

    private mutating func pass(_ count: Int64) {
        position += count
        positionInRun += count
    }
}
