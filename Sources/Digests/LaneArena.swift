internal import CDigestKernels

/// The bytes that the lanes are about to take: for each lane one buffer, into which its content is read piece by piece.
///
///     ┌──────┬───────────────────────────────┐
///     │ head │ piece                         │  a lane
///     └──────┴───────────────────────────────┘
///        ▲ up to 63 bytes that the last piece left over of its last block
///
/// The one owner of its memory. Lanes are staggered by a part of a page, so that the same place in each does not fall
/// into the same few lines of the first-level cache.
@safe final class LaneArena {
    static let blockByteCount = Int(DIGEST_BLOCK)
    static let laneCount = Int(DIGEST_LANES)

    let pieceByteCount: Int
    private let stride: Int
    private let memory: UnsafeMutableRawBufferPointer

    /// - Parameter pieceByteCount: a multiple of 64.
    init(pieceByteCount: Int) {
        precondition(pieceByteCount > 0 && pieceByteCount % Self.blockByteCount == 0)
        self.pieceByteCount = pieceByteCount
        let stagger = 4096 / Self.laneCount
        stride = Self.blockByteCount + pieceByteCount + stagger
        unsafe memory = .allocate(byteCount: stride * Self.laneCount, alignment: 4096)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { unsafe memory.deallocate() }

    /// Where a lane's piece begins, behind its head.
    static let pieceStart = blockByteCount

    /// Lends the lane's piece to be written.
    func withPiece<Result>(of lane: Int, _ body: (inout MutableSpan<UInt8>) -> Result) -> Result {
        let bytes = unsafe bytes(of: lane, Self.pieceStart..<Self.pieceStart + pieceByteCount)
        var span = unsafe MutableSpan(_unsafeElements: bytes)
        return body(&span)
    }

    /// Lends some of the lane's bytes to be read.
    func withBytes<Result, Failure: Error>(
        of lane: Int, _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = unsafe UnsafeBufferPointer(bytes(of: lane, range))
        return try body(unsafe Span(_unsafeElements: bytes))
    }

    /// Moves what is left of a block into the head, right before the piece that comes next.
    /// - Returns: where it begins now.
    func carry(_ rest: Range<Int>, of lane: Int) -> Int {
        precondition(rest.count < Self.blockByteCount)
        let start = Self.pieceStart - rest.count
        let to = unsafe bytes(of: lane, start..<Self.pieceStart)
        unsafe _ = to.update(fromContentsOf: bytes(of: lane, rest))
        return start
    }

    /// The address of a byte of a lane, as long as the arena lives.
    func address(of offset: Int, in lane: Int) -> UnsafePointer<UInt8>? {
        unsafe UnsafePointer(bytes(of: lane, offset..<stride).baseAddress)
    }

    private func bytes(of lane: Int, _ range: Range<Int>) -> UnsafeMutableBufferPointer<UInt8> {
        precondition(0 <= lane && lane < Self.laneCount && range.lowerBound >= 0 && range.upperBound <= stride)
        let start = lane * stride
        let part = unsafe memory[start + range.lowerBound..<start + range.upperBound]
        return unsafe UnsafeMutableRawBufferPointer(rebasing: part).assumingMemoryBound(to: UInt8.self)
    }
}
