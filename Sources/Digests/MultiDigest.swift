public import Findings

/// MD5, SHA-1 and SHA-256 of one content in one pass over its bytes, for about the price of MD5 alone where the
/// processor has SHA instructions, else by OpenSSL's three in turn.
///
/// For one content that comes in pieces. Many contents at once are faster in a `DigestEngine`.
public struct MultiDigest: ~Copyable {
    /// How many bytes were taken.
    public private(set) var byteCount: Int64 = 0
    private var way: any ContentDigest

    /// - Throws: `unavailable` when OpenSSL is needed and its configuration forbids one of the three.
    public init() throws(DigestError) { try self.init(by: .fastest) }

    init(by kernel: DigestKernel) throws(DigestError) {
        way = kernel.features.contains(.sha) ? try KernelDigest(kernel) : try OpenSSLContentDigest()
    }

    /// Takes the next bytes of the content.
    public mutating func update(_ bytes: Span<UInt8>) throws(DigestError) {
        try way.update(bytes)
        byteCount += Int64(bytes.count)
    }

    /// The three digests of all that was taken.
    public consuming func finalize() throws(DigestError) -> Digests { try way.finish(total: byteCount) }
}

/// One content's three digests, by whatever computes them.
private protocol ContentDigest: AnyObject {
    func update(_ bytes: Span<UInt8>) throws(DigestError)
    func finish(total: Int64) throws(DigestError) -> Digests
}

private final class OpenSSLContentDigest: ContentDigest {
    private var digest: OpenSSLDigest

    init() throws(DigestError) { digest = try OpenSSLDigest() }

    func update(_ bytes: Span<UInt8>) throws(DigestError) { try digest.update(bytes) }
    func finish(total: Int64) throws(DigestError) -> Digests { try digest.finish() }
}

/// One lane alone, and the bytes that do not fill a block yet.
private final class KernelDigest: ContentDigest {
    private let lanes: KernelLanes
    private var rest: [UInt8] = []

    init(_ kernel: DigestKernel) throws(DigestError) {
        lanes = try KernelLanes(kernel)
        lanes.start(0)
    }

    func update(_ bytes: Span<UInt8>) {
        var start = 0
        if !rest.isEmpty {
            start = min(LaneArena.blockByteCount - rest.count, bytes.count)
            for i in 0..<start { rest.append(bytes[i]) }
            guard rest.count == LaneArena.blockByteCount else { return }
            lanes.advance(0, rest.span)
            rest.removeAll(keepingCapacity: true)
        }
        let whole = (bytes.count - start) / LaneArena.blockByteCount * LaneArena.blockByteCount
        if whole > 0 { lanes.advance(0, bytes.extracting(start..<start + whole)) }
        for i in start + whole..<bytes.count { rest.append(bytes[i]) }
    }

    func finish(total: Int64) -> Digests {
        let tail = rest
        return lanes.finish(0, tail: tail.span, total: total)
    }
}
