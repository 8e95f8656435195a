internal import struct Foundation.Data

/// Reads the fields of one serialized message of Protocol Buffers, one after another, and makes nothing of them.
struct WireReader {
    struct Field {
        let number: UInt64
        /// Where the content lies; nil for a number.
        let content: Range<Data.Index>?
    }

    private let bytes: Data
    private let end: Data.Index
    private var place: Data.Index

    /// - Parameter range: where in `bytes` the message lies.
    init(_ bytes: Data, _ range: Range<Data.Index>) {
        (self.bytes, place, end) = (bytes, range.lowerBound, range.upperBound)
    }

    /// nil at the end.
    mutating func next() throws(ProtocolError) -> Field? {
        guard place < end else { return nil }
        let tag = try number()
        let start: Data.Index?
        switch tag & 7 {
        case 0:
            _ = try number()
            start = nil
        case 1: start = try skip(8)
        case 2: start = try skip(try number())
        case 5: start = try skip(4)
        default: throw ProtocolError("findings with a field of a kind that is not in use")
        }
        return Field(number: tag >> 3, content: tag & 7 == 2 ? start.map { $0..<place } : nil)
    }

    /// - Returns: where the skipped bytes begin.
    private mutating func skip(_ count: UInt64) throws(ProtocolError) -> Data.Index {
        guard let count = Int(exactly: count), count <= end - place else { throw Self.truncated }
        defer { place += count }
        return place
    }

    /// Seven bits in each byte, the lowest first; the highest bit says that another follows.
    private mutating func number() throws(ProtocolError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard place < end else { throw Self.truncated }
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw ProtocolError("findings with a number of more than ten bytes")
    }

    private static let truncated = ProtocolError("findings that end in the middle of a field")
}
