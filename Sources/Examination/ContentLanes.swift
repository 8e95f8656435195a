internal import Digests
internal import Findings

/// The examination of contents: one read of each byte yields the three digests, the type, and what they match.
///
///     supply ─► shard ─► lane 0 … 15 ─► findings ─► the shard's observer
///
/// Runs are read straight from the device into the lanes of a digest engine; holes are zeros and never read. What cannot
/// be read is a failure with its place, and the others go on. While a shard's last contents end, the next shard's fill
/// the lanes that are free: kernels are fast only when lanes are full.
///
/// Its memory is the engine's (2 MiB), the items and findings of the shards underway, and at most 1 MiB of a content that
/// only the file system's parser can read.
public final class ContentLanes {
    private let supply: () throws -> ContentShard?
    private var engine: DigestEngine?

    /// - Parameter supply: gives the next shard, or nil when there is none at hand: it does not wait for one. It is asked
    ///   whenever a lane is free and no content waits.
    public init(supply: @escaping () throws -> ContentShard?) { self.supply = supply }

    /// Examines shards until none is underway and the supply has none. The findings of each go to its observer as soon as
    /// its last content has ended, which may be before those of a shard that began earlier.
    /// - Throws: `DigestError` when no digest can be computed at all; what the supply or an observer throws.
    public func run() throws {
        let engine = try self.engine ?? DigestEngine()
        // Kept for the next run, but not after an error: its lanes would hold contents of another run.
        self.engine = nil
        var traffic = LaneTraffic(supply: supply)
        try engine.run(&traffic, draining: true)
        try traffic.finish()
        self.engine = engine
    }
}

/// What is in the lanes, and what waits for one.
private struct LaneTraffic: ContentSource {
    private let supply: () throws -> ContentShard?
    private var lanes = [ContentUnderway?](repeating: nil, count: DigestEngine.laneCount)
    /// The shard whose contents enter the lanes at present.
    private var shard: ContentShard?
    /// Why nothing can be examined any more.
    private var stop: (any Error)?

    init(supply: @escaping () throws -> ContentShard?) { self.supply = supply }

    func finish() throws { if let stop { throw stop } }

    mutating func begin(in lane: Int) -> Bool {
        guard stop == nil else { return false }
        do {
            while true {
                guard let shard = try shard ?? supply() else { return false }
                self.shard = shard
                if let content = try shard.next() {
                    lanes[lane] = content
                    return true
                }
                self.shard = nil
                try shard.reportIfEnded()
            }
        } catch {
            stop = error
            return false
        }
    }

    mutating func read(lane: Int, into buffer: inout MutableSpan<UInt8>) -> ContentPiece {
        guard stop == nil, let count = lanes[lane]?.read(into: &buffer), let content = lanes[lane] else {
            return .abandoned
        }
        guard content.damaged == nil else {
            lanes[lane]?.passRest(through: &buffer)
            if let cursor = lanes[lane]?.damaged { leave(lane) { $0.shard.abandon($0, at: cursor) } }
            return .abandoned
        }
        return content.isAtEnd ? .last(count) : .some(count)
    }

    mutating func end(in lane: Int, byteCount: Int64, digests: Digests) {
        leave(lane) { $0.shard.end($0, byteCount: byteCount, digests: digests) }
    }

    private mutating func leave(_ lane: Int, _ note: (ContentUnderway) -> Void) {
        guard let content = lanes[lane] else { return }
        lanes[lane] = nil
        note(content)
        do {
            try content.shard.reportIfEnded()
        } catch {
            stop = error
        }
    }
}
