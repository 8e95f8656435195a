import Digests
import Findings
import TestSupport

/// Contents in memory as a source of an engine: handed out in pieces of seeded random lengths.
struct MemoryContents: ContentSource {
    let contents: [[UInt8]]
    /// Contents that turn out to be unreadable once this many of their bytes were read.
    var unreadable: [Int: Int] = [:]
    var random: SplitMix64
    /// The longest piece.
    var pieceLimit = Int.max
    private(set) var digests: [Int: Digests] = [:]
    private(set) var byteCounts: [Int: Int64] = [:]
    private(set) var order: [Int] = []
    private var next = 0
    private var inLane: [Int: (content: Int, position: Int)] = [:]

    init(_ contents: [[UInt8]], seed: UInt64 = 1, pieceLimit: Int = .max) {
        self.contents = contents
        self.pieceLimit = pieceLimit
        random = SplitMix64(seed: seed)
    }

    mutating func begin(in lane: Int) -> Bool {
        guard next < contents.count else { return false }
        inLane[lane] = (next, 0)
        next += 1
        return true
    }

    mutating func read(lane: Int, into buffer: inout MutableSpan<UInt8>) -> ContentPiece {
        guard let (content, position) = inLane[lane] else { return .abandoned }
        let bytes = contents[content]
        if let limit = unreadable[content], position >= limit {
            inLane[lane] = nil
            return .abandoned
        }
        let longest = min(buffer.count, pieceLimit)
        let count = min(pieceLimit == .max ? longest : .random(in: 1...longest, using: &random), bytes.count - position)
        for i in 0..<count { buffer[i] = bytes[position + i] }
        inLane[lane] = (content, position + count)
        return position + count == bytes.count ? .last(count) : .some(count)
    }

    mutating func end(in lane: Int, byteCount: Int64, digests: Digests) {
        guard let (content, _) = inLane.removeValue(forKey: lane) else { return }
        self.digests[content] = digests
        byteCounts[content] = byteCount
        order.append(content)
    }
}

/// The truth: OpenSSL's three digests.
func openSSL(_ bytes: [UInt8]) throws -> Digests {
    func digest(_ algorithm: DigestAlgorithm) throws -> [UInt8] {
        var digest = try StreamDigest(algorithm)
        try digest.update(bytes.span)
        return try digest.finalize()
    }
    return Digests(md5: try digest(.md5), sha1: try digest(.sha1), sha256: try digest(.sha256))
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

extension SplitMix64 {
    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(count + 8)
        while bytes.count < count { eachByteOfNext { bytes.append($0) } }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private mutating func eachByteOfNext(_ take: (UInt8) -> Void) {
        var word = next()
        for _ in 0..<8 {
            take(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
    }
}
