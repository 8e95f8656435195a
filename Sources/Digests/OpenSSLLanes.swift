internal import Findings

/// Lanes that OpenSSL advances, one after the other: the way on every processor that has none of our kernels, and what
/// the kernels are compared with.
final class OpenSSLLanes: LaneStates {
    private var lanes: [Lane] = []

    /// An array holds only what can be copied: hence a class for each.
    private final class Lane {
        var digest: OpenSSLDigest
        init() throws(DigestError) { digest = try OpenSSLDigest() }
    }

    init() throws(DigestError) {
        for _ in 0..<LaneArena.laneCount { lanes.append(try Lane()) }
    }

    func start(_ lane: Int) throws(DigestError) { try lanes[lane].digest.restart() }

    func advance(_ active: LaneSet, from starts: [Int], blocks: Int, of arena: LaneArena) throws(DigestError) {
        for lane in lanes.indices where active.contains(lane) {
            let range = starts[lane]..<starts[lane] + blocks * LaneArena.blockByteCount
            try arena.withBytes(of: lane, range) { bytes throws(DigestError) in
                try lanes[lane].digest.update(bytes)
            }
        }
    }

    func finish(_ lane: Int, tail: Span<UInt8>, total: Int64) throws(DigestError) -> Digests {
        try lanes[lane].digest.update(tail)
        return try lanes[lane].digest.finish()
    }
}

/// OpenSSL's three digests of one content after the other.
struct OpenSSLDigest: ~Copyable {
    private var md5: StreamDigest
    private var sha1: StreamDigest
    private var sha256: StreamDigest

    /// How many bytes each algorithm takes in turn: few enough to stay in the first-level cache.
    private static let turn = 16 * 1024

    init() throws(DigestError) {
        let md5 = try StreamDigest(.md5)
        let sha1 = try StreamDigest(.sha1)
        let sha256 = try StreamDigest(.sha256)
        self.md5 = md5
        self.sha1 = sha1
        self.sha256 = sha256
    }

    mutating func restart() throws(DigestError) {
        try md5.restart()
        try sha1.restart()
        try sha256.restart()
    }

    mutating func update(_ bytes: Span<UInt8>) throws(DigestError) {
        var start = 0
        while start < bytes.count {
            let piece = bytes.extracting(start..<min(start + Self.turn, bytes.count))
            try md5.update(piece)
            try sha1.update(piece)
            try sha256.update(piece)
            start += piece.count
        }
    }

    /// The digests of what was taken since the start; `restart` begins the next content.
    mutating func finish() throws(DigestError) -> Digests {
        Digests(md5: try md5.finish(), sha1: try sha1.finish(), sha256: try sha256.finish())
    }
}
