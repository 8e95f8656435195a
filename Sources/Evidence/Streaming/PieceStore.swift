internal import Findings

/// A range of the device that was asked for, and what the answer says of it.
struct StreamedPiece {
    let range: ByteRange
    let block: Block

    /// About how much memory it takes, in bytes: that nothing can be read costs, too.
    var cost: Int { block.bytes.count + 512 }

    /// Fills the front of `buffer` with what lies at `offset`.
    /// - Returns: how many bytes; nil where the piece does not say what lies there.
    /// - Throws: what kept that very byte from being read.
    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int? {
        let skip = offset - range.offset
        guard skip >= 0, skip <= Int64(block.bytes.count) else { return nil }
        if skip == Int64(block.bytes.count) {
            guard let error = block.error else { return nil }
            throw error
        }
        let count = min(buffer.count, block.bytes.count - Int(skip))
        var part = buffer._mutatingExtracting(..<count)
        part.copy(block.bytes.span.extracting(Int(skip)..<Int(skip) + count))
        return count
    }
}

/// The pieces of a device that were used last, up to a fixed amount of memory. They lie on units and do not overlap.
struct PieceStore {
    private var pieces: [Int64: (piece: StreamedPiece, lastUse: Int)] = [:]
    /// For each unit the start of the piece that it is part of.
    private var starts: [Int64: Int64] = [:]
    private var clock = 0
    private var byteCount = 0
    private let byteLimit: Int

    /// - Parameter byteLimit: the memory for pieces in bytes; the one that came last is always kept.
    init(byteLimit: Int) { self.byteLimit = byteLimit }

    func holds(unit: Int64) -> Bool { starts[unit] != nil }

    /// The piece that a byte lies in.
    mutating func piece(at offset: Int64) -> StreamedPiece? {
        guard let start = starts[offset / ReadAhead.unit] else { return nil }
        clock += 1
        pieces[start]?.lastUse = clock
        return pieces[start]?.piece
    }

    mutating func insert(_ piece: StreamedPiece) {
        if byteCount + piece.cost > byteLimit { evict(toFit: piece.cost) }
        clock += 1
        pieces[piece.range.offset] = (piece, clock)
        byteCount += piece.cost
        for unit in piece.range.units { starts[unit] = piece.range.offset }
    }

    /// Lets a quarter go at once, so that finding the oldest is not paid for with each piece.
    private mutating func evict(toFit incoming: Int) {
        let target = max(0, byteLimit / 4 * 3 - incoming)
        for (start, entry) in pieces.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where byteCount > target {
            pieces[start] = nil
            byteCount -= entry.piece.cost
            for unit in entry.piece.range.units { starts[unit] = nil }
        }
    }
}

extension ByteRange {
    /// The numbers of the units that it begins in and goes on over.
    var units: Range<Int64> { (offset / ReadAhead.unit)..<((end + ReadAhead.unit - 1) / ReadAhead.unit) }
}
