internal import Findings

/// The chaining states of the lanes, one content each.
protocol LaneStates: AnyObject {
    /// Begins a content in a lane.
    func start(_ lane: Int) throws(DigestError)

    /// Takes `blocks` blocks of each active lane, from the byte of its buffer on that `starts` says.
    func advance(_ active: LaneSet, from starts: [Int], blocks: Int, of arena: LaneArena) throws(DigestError)

    /// Ends a content with its last bytes, fewer than a block.
    /// - Parameter total: the content's whole length in bytes.
    func finish(_ lane: Int, tail: Span<UInt8>, total: Int64) throws(DigestError) -> Digests
}

/// Some of the lanes: a bit for each.
struct LaneSet {
    private(set) var bits: UInt32 = 0

    var isEmpty: Bool { bits == 0 }
    var count: Int { bits.nonzeroBitCount }

    mutating func insert(_ lane: Int) { bits |= 1 << UInt32(lane) }

    func contains(_ lane: Int) -> Bool { bits & 1 << UInt32(lane) != 0 }
}
