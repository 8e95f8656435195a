import Digests
import Examination
import Findings
import TestSupport

/// Items laid out on a device at random, with what their content must be.
struct ContentSamples {
    private(set) var items: [ItemToRead] = []
    private(set) var contents: [Int64: [UInt8]] = [:]
    let device: [UInt8]

    /// - Parameter seed: names the layout: fragments, holes and lengths of every order of magnitude.
    init(seed: UInt64, itemCount: Int = 60, deviceByteCount: Int = 1 << 17, firstOrdinal: Int64 = 0) {
        var random = SplitMix64(seed: seed)
        device = random.bytes(deviceByteCount)
        for ordinal in firstOrdinal..<firstOrdinal + Int64(itemCount) {
            let byteCount = Int.random(in: 0...(1 << Int.random(in: 0...16, using: &random)), using: &random)
            var (runs, content) = ([Run](), [UInt8]())
            while content.count < byteCount {
                // The last run is longer than what is left, as an allocation unit is.
                let length = Int.random(in: 1...(1 << 14), using: &random)
                if .random(in: 0..<8, using: &random) == 0 {
                    runs.append(Run(offset: nil, byteCount: Int64(length)))
                    content += [UInt8](repeating: 0, count: length)
                } else {
                    let offset = Int.random(in: 0...deviceByteCount - length, using: &random)
                    runs.append(Run(offset: Int64(offset), byteCount: Int64(length)))
                    content += device[offset..<offset + length]
                }
            }
            contents[ordinal] = Array(content.prefix(byteCount))
            items.append(ItemToRead(ordinal: ordinal, byteCount: Int64(byteCount), reading: .runs, runs: runs))
        }
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

extension SplitMix64 {
    /// A page of chance over and over, a little different each time.
    mutating func bytes(_ count: Int) -> [UInt8] {
        let page = (0..<min(count, 4099)).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += page
            bytes[bytes.count - page.count] = UInt8(truncatingIfNeeded: bytes.count / 4099)
        }
        return Array(bytes.prefix(count))
    }
}
