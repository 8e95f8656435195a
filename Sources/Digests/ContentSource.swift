public import Findings

/// Where a `DigestEngine` gets contents from, and where their digests go. A content is named by the lane that it is in.
public protocol ContentSource {
    /// Puts the next content into a free lane.
    /// - Returns: false when none is waiting.
    mutating func begin(in lane: Int) -> Bool

    /// Reads the next bytes of a lane's content into the front of `buffer`, as many as suit the source.
    mutating func read(lane: Int, into buffer: inout MutableSpan<UInt8>) -> ContentPiece

    /// Takes the digests of a content whose last piece has been read; the lane is free.
    mutating func end(in lane: Int, byteCount: Int64, digests: Digests)
}

/// What was read of a content.
public enum ContentPiece: Hashable, Sendable {
    /// That many bytes, at least one; more follow.
    case some(Int)
    /// That many bytes, perhaps none; it was the last.
    case last(Int)
    /// It cannot be read whole, so that it has no digests; the lane is free.
    case abandoned
}
