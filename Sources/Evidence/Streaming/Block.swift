public import Findings

/// Bytes of a device from some byte on: as many as can be read; and where they end before what was asked for does, why.
public struct Block: Hashable, Sendable {
    public var bytes: [UInt8]
    /// What reading the byte behind the last one says; nil where all was read, or the device ends.
    public var error: EvidenceError?

    public init(bytes: [UInt8], error: EvidenceError?) { (self.bytes, self.error) = (bytes, error) }
}

extension Image {
    /// Damage of unknown extent in a long range may be anywhere in it: what lies before is then read in so many bytes.
    private static let shortByteCount = 4096

    /// Reads a range, for whoever reads this image from another computer.
    /// - Precondition: the range's length is one that the caller has limited.
    public func block(_ range: ByteRange) -> Block {
        let block = block(at: range.offset, byteCount: Int(range.byteCount))
        guard block.bytes.isEmpty, let error = block.error, error.range == nil, range.byteCount > Self.shortByteCount
        else { return block }
        return self.block(at: range.offset, byteCount: Self.shortByteCount)
    }

    private func block(at offset: Int64, byteCount: Int) -> Block {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var filled = 0
        var failure: EvidenceError?
        while filled < byteCount {
            do {
                var whole = bytes.mutableSpan
                var rest = whole._mutatingExtracting(filled..<byteCount)
                let count = try read(at: offset + Int64(filled), into: &rest)
                if count == 0 { break }
                filled += count
            } catch {
                failure = error
                break
            }
        }
        bytes.removeLast(byteCount - filled)
        return Block(bytes: bytes, error: failure)
    }
}
