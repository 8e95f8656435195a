/// A run of bytes of an exhibit's image, counted from the first byte of the seized device.
public struct ByteRange: Hashable, Sendable, Comparable, Codable {
    /// The first byte, from the start of the device.
    public var offset: Int64
    public var byteCount: Int64

    public init(offset: Int64, byteCount: Int64) {
        self.offset = offset
        self.byteCount = byteCount
    }

    /// The first byte after the range.
    public var end: Int64 { offset.addingReportingOverflow(byteCount).partialValue }

    public static func < (a: ByteRange, b: ByteRange) -> Bool {
        (a.offset, a.byteCount) < (b.offset, b.byteCount)
    }
}

/// A piece of an item's content in the order of the file: bytes on the device, or a hole that reads as zeros.
public struct Run: Hashable, Sendable {
    /// Where on the device the piece lies; nil for a hole (sparse, or never initialised), which reads as zeros.
    public var offset: Int64?
    public var byteCount: Int64

    public init(offset: Int64?, byteCount: Int64) {
        self.offset = offset
        self.byteCount = byteCount
    }

    /// The bytes on the device; nil for a hole.
    public var range: ByteRange? { offset.map { ByteRange(offset: $0, byteCount: byteCount) } }
}

extension Int64 {
    /// The sum, or the nearest number that fits: sizes that evidence states may be anything.
    public func addingClamped(_ other: Int64) -> Int64 {
        let (sum, isOverflow) = addingReportingOverflow(other)
        return isOverflow ? (other < 0 ? .min : .max) : sum
    }
}
