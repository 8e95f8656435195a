internal import Findings

/// Digests many contents at once: each of 16 lanes holds one content, and vector kernels advance all lanes together. A
/// lane whose content ends takes the next one at once, whatever shard it belongs to, so that lanes stay full.
///
///     source.begin ─► lane ◄─ source.read, a piece at a time
///                      │  ▲
///                      │  └── kernels, as many blocks as the shortest piece still has
///                      └────► source.end
///
/// Bytes are read straight into the lanes' buffers: `laneCount` × `pieceByteCount` is all its memory.
public final class DigestEngine {
    public static let laneCount = LaneArena.laneCount

    public let kernel: DigestKernel
    /// How the lanes were used so far.
    public private(set) var occupancy = LaneOccupancy()

    private let arena: LaneArena
    private let states: any LaneStates
    private var lanes = [Lane](repeating: Lane(), count: LaneArena.laneCount)

    private struct Lane {
        var isBusy = false
        /// What is left of the lane's buffer, head included.
        var rest = LaneArena.pieceStart..<LaneArena.pieceStart
        var hasLastPiece = false
        /// How much of the content was read.
        var byteCount: Int64 = 0

        var blocks: Int { rest.count / LaneArena.blockByteCount }
    }

    /// - Parameter kernel: one of `DigestKernel.supported`.
    /// - Parameter pieceByteCount: the size of a lane's buffer, a multiple of 64.
    /// - Throws: `unavailable` when OpenSSL's configuration forbids an algorithm that it would have to compute.
    public init(kernel: DigestKernel = .fastest, pieceByteCount: Int = 128 * 1024) throws(DigestError) {
        self.kernel = kernel
        arena = LaneArena(pieceByteCount: pieceByteCount)
        states = kernel == .openSSL ? try OpenSSLLanes() : try KernelLanes(kernel)
    }

    /// Digests what the source has.
    ///
    /// - Parameter draining: whether to go on until every lane has ended; otherwise returns as soon as the source has
    ///   nothing to fill a free lane with, and a later call continues where this one stopped.
    public func run(_ source: inout some ContentSource, draining: Bool) throws(DigestError) {
        while true {
            var isStarved = false
            for lane in lanes.indices {
                let hasBlocks = try prepare(lane, from: &source, isStarved: isStarved)
                isStarved = isStarved || !hasBlocks
            }
            let active = activeLanes()
            if active.isEmpty || isStarved && !draining { return }
            try advance(active)
        }
    }

    /// Sees to it that a lane has at least a block to take.
    /// - Parameter isStarved: whether the source has just said that no content is waiting; then it is not asked again.
    /// - Returns: false when there is no content for the lane.
    private func prepare(
        _ lane: Int, from source: inout some ContentSource, isStarved: Bool
    ) throws(DigestError) -> Bool {
        while lanes[lane].blocks == 0 {
            if !lanes[lane].isBusy {
                guard !isStarved, source.begin(in: lane) else { return false }
                try states.start(lane)
                lanes[lane] = Lane(isBusy: true)
            }
            if lanes[lane].hasLastPiece {
                try end(lane, to: &source)
            } else {
                fill(lane, from: &source)
            }
        }
        return true
    }

    private func fill(_ lane: Int, from source: inout some ContentSource) {
        let start = arena.carry(lanes[lane].rest, of: lane)
        let piece = arena.withPiece(of: lane) { source.read(lane: lane, into: &$0) }
        let count: Int
        switch piece {
        case .some(let some):
            precondition(some > 0, "a source that gives no bytes must say that they were the last")
            count = some
        case .last(let last):
            lanes[lane].hasLastPiece = true
            count = last
        case .abandoned:
            lanes[lane] = Lane()
            return
        }
        precondition(0 <= count && count <= arena.pieceByteCount)
        lanes[lane].rest = start..<LaneArena.pieceStart + count
        lanes[lane].byteCount += Int64(count)
    }

    private func end(_ lane: Int, to source: inout some ContentSource) throws(DigestError) {
        let (rest, total) = (lanes[lane].rest, lanes[lane].byteCount)
        let digests = try arena.withBytes(of: lane, rest) { tail throws(DigestError) in
            try states.finish(lane, tail: tail, total: total)
        }
        lanes[lane] = Lane()
        source.end(in: lane, byteCount: total, digests: digests)
    }

    private func activeLanes() -> LaneSet {
        var active = LaneSet()
        for lane in lanes.indices where lanes[lane].blocks > 0 { active.insert(lane) }
        return active
    }

    /// Takes as many blocks from every active lane as the one with the fewest has.
    private func advance(_ active: LaneSet) throws(DigestError) {
        var blocks = Int.max
        for lane in lanes.indices where active.contains(lane) { blocks = min(blocks, lanes[lane].blocks) }
        try states.advance(active, from: lanes.map(\.rest.lowerBound), blocks: blocks, of: arena)
        for lane in lanes.indices where active.contains(lane) {
            let start = lanes[lane].rest.lowerBound + blocks * LaneArena.blockByteCount
            lanes[lane].rest = start..<lanes[lane].rest.upperBound
        }
        occupancy.count(blocks: blocks, active: active.count)
    }
}

/// How full the lanes of an engine were, for the benchmark: kernels pay only when they are.
public struct LaneOccupancy: Hashable, Sendable {
    /// Blocks that active lanes took.
    public private(set) var taken: Int64 = 0
    /// Blocks that all lanes could have taken in the same time.
    public private(set) var possible: Int64 = 0

    /// 0 … 1; 1 before anything was digested.
    public var share: Double { possible == 0 ? 1 : Double(taken) / Double(possible) }

    mutating func count(blocks: Int, active: Int) {
        taken += Int64(blocks * active)
        possible += Int64(blocks * LaneArena.laneCount)
    }
}
