internal import Findings

/// Consecutive allocation units of a file, in the order of the file.
struct BlockRun {
    /// The first unit on the volume; nil for a hole.
    var block: UInt64?
    var blockCount: UInt64
    /// Units that belong to the file but were never written read as zeros.
    var isWritten = true
}

/// Turns a file's allocation units into runs of the device.
struct RunMapper {
    /// Bytes of an allocation unit.
    let blockSize: Int64
    /// The last unit that the file system says it has.
    let lastBlock: UInt64
    /// Where unit 0 lies on the device; nil when a number is beyond all devices.
    let offset: (UInt64) -> Int64?

    /// - Parameters:
    ///   - byteCount: the content's size.
    ///   - initialized: how much of the content was ever written; the rest reads as zeros.
    /// - Returns: runs that sum up to `byteCount`, or the loss.
    func plan(_ blocks: some Sequence<BlockRun>, byteCount: Int64, initialized: Int64) -> ContentPlan {
        var plan = ContentPlan(reading: .runs)
        var position: Int64 = 0
        for run in blocks {
            guard let length = Int64(exactly: run.blockCount)?.multipliedReportingOverflow(by: blockSize),
                !length.overflow, !position.addingReportingOverflow(length.partialValue).overflow
            else { return .lost(.damagedEntry, "A piece of \(run.blockCount) allocation units cannot be") }
            if length.partialValue == 0 { continue }
            guard let block = run.block else {
                plan.append(nil, min(length.partialValue, byteCount - position))
                position += length.partialValue
                continue
            }
            let (end, overflow) = block.addingReportingOverflow(run.blockCount)
            guard !overflow, end - 1 <= lastBlock, let start = offset(block),
                !start.addingReportingOverflow(length.partialValue).overflow
            else {
                return .lost(
                    .clusterOutsideVolume,
                    "\(run.blockCount) allocation units from \(block) on are outside the volume, "
                        + "whose last one is \(lastBlock)")
            }
            let piece = Piece(fileOffset: position, start: start, byteCount: length.partialValue)
            plan.add(piece, of: byteCount, initialized: run.isWritten ? initialized : position)
            position += length.partialValue
        }
        guard position >= byteCount else {
            return .lost(
                .chainShorterThanSize,
                "The size is \(byteCount) bytes, but its allocation units hold \(position) bytes only")
        }
        return plan
    }
}

/// A piece of a file on the device, whole allocation units.
private struct Piece {
    let fileOffset: Int64
    let start: Int64
    let byteCount: Int64
}

extension ContentPlan {
    /// Appends the part of a piece that is content, and keeps what the file never wrote to as slack.
    fileprivate mutating func add(_ piece: Piece, of byteCount: Int64, initialized: Int64) {
        let content = max(0, min(piece.byteCount, byteCount - piece.fileOffset))
        let written = max(0, min(content, initialized - piece.fileOffset))
        append(piece.start, written)
        append(nil, content - written)
        if written < piece.byteCount {
            slack.append(ByteRange(offset: piece.start + written, byteCount: piece.byteCount - written))
        }
    }
}
