public import Findings

/// Some of the three digests of one long content, by whatever is fastest for just those: MD5 takes the longest, and
/// what is asked for beside it comes along with it where the processor has SHA instructions.
public struct ChosenDigests: ~Copyable {
    public let algorithms: Set<DigestAlgorithm>
    private var together: MultiDigest?
    private var md5: StreamDigest?
    private var sha1: StreamDigest?
    private var sha256: StreamDigest?

    /// - Throws: `unavailable` when OpenSSL's configuration forbids one of them.
    public init(_ algorithms: Set<DigestAlgorithm>) throws(DigestError) {
        self.algorithms = algorithms
        if algorithms.count > 1, algorithms.contains(.md5) {
            together = try MultiDigest()
            return
        }
        if algorithms.contains(.md5) { md5 = try StreamDigest(.md5) }
        if algorithms.contains(.sha1) { sha1 = try StreamDigest(.sha1) }
        if algorithms.contains(.sha256) { sha256 = try StreamDigest(.sha256) }
    }

    /// Takes the next bytes of the content.
    public mutating func update(_ bytes: Span<UInt8>) throws(DigestError) {
        try together?.update(bytes)
        try md5?.update(bytes)
        try sha1?.update(bytes)
        try sha256?.update(bytes)
    }

    /// The digests of all that was taken.
    public consuming func finalize() throws(DigestError) -> [DigestAlgorithm: [UInt8]] {
        var values: [DigestAlgorithm: [UInt8]] = [:]
        if let together = together.take() {
            let digests = try together.finalize()
            for algorithm in algorithms { values[algorithm] = digests[algorithm] }
        }
        if let md5 = md5.take() { values[.md5] = try md5.finalize() }
        if let sha1 = sha1.take() { values[.sha1] = try sha1.finalize() }
        if let sha256 = sha256.take() { values[.sha256] = try sha256.finalize() }
        return values
    }
}
