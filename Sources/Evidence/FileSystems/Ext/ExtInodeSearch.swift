internal import Findings

/// Goes through the tables of inodes for those that ever were a file, and goes on behind what cannot be read of them.
struct ExtInodeSearch {
    private let groups: ExtGroups
    private let stillParsing: () -> Void
    private var unreadable: Stretch?

    /// Consecutive inodes that cannot be read, for one reason.
    private struct Stretch {
        let first: UInt64
        var last: UInt64
        let error: EvidenceError
        /// Where they lie; nil where that is what is not known.
        var range: ByteRange?
    }

    /// - Parameter stillParsing: is told at each group: the tables of a large and slow disk take hours.
    init(_ groups: ExtGroups, _ stillParsing: @escaping () -> Void) {
        (self.groups, self.stillParsing) = (groups, stillParsing)
    }

    /// Tells the inodes in order.
    /// - Parameters:
    ///   - body: whether to go on.
    ///   - lost: is told of each stretch that cannot be read, and of bitmaps that cannot.
    /// - Throws: what `lost` throws.
    mutating func forEachUsed(_ body: (UInt64) -> Bool, lost: (EvidenceError) throws -> Void) throws {
        let superblock = groups.superblock
        var number = superblock.firstInode
        while number <= superblock.inodeCount {
            let group = (number - 1) / superblock.inodesPerGroup
            stillParsing()
            let end = min((group + 1) * superblock.inodesPerGroup, superblock.inodeCount)
            guard try search(number...end, of: group, body, lost: lost) else { break }
            number = end + 1
        }
        try endStretch(lost)
    }

    private mutating func search(
        _ numbers: ClosedRange<UInt64>, of group: UInt64, _ body: (UInt64) -> Bool,
        lost: (EvidenceError) throws -> Void
    ) throws -> Bool {
        do throws(EvidenceError) {
            if try groups.descriptor(of: group).inodesAreUnused { return true }
            _ = try groups.range(ofInode: numbers.lowerBound)
        } catch {
            try note(numbers, error, error.range, lost)
            return true
        }
        try checkBitmap(of: group, lost)
        var number = numbers.lowerBound
        while number <= numbers.upperBound {
            do throws(EvidenceError) {
                let isOwn = groups.superblock.ownInodes.contains(number)
                if !isOwn, try ExtInode(number, in: groups).wasUsed, !body(number) { return false }
                number += 1
            } catch {
                let skipped = unreadable(from: number, upTo: numbers.upperBound, error)
                try note(skipped.numbers, error, skipped.range, lost)
                number = skipped.numbers.upperBound + 1
            }
        }
        return true
    }

    private func checkBitmap(of group: UInt64, _ lost: (EvidenceError) throws -> Void) throws {
        do throws(EvidenceError) {
            _ = try groups.inodeBitmap(of: group)
        } catch {
            try lost(
                error.saying(
                    "Which inodes of group \(group) are in use cannot be read, and is taken from the inodes themselves",
                    at: error.range))
        }
    }

    /// The inodes that an error says are lost with the one that was asked for.
    private func unreadable(
        from number: UInt64, upTo last: UInt64, _ error: EvidenceError
    ) -> (numbers: ClosedRange<UInt64>, range: ByteRange?) {
        guard var range = try? groups.range(ofInode: number) else { return (number...number, nil) }
        let lost = max(0, (error.range?.end ?? 0) - range.offset) / range.byteCount
        let count = min(max(1, UInt64(lost)), last - number + 1)
        range.byteCount *= Int64(clamping: count)
        return (number...number + count - 1, range)
    }

    // MARK: Stretches

    private mutating func note(
        _ numbers: ClosedRange<UInt64>, _ error: EvidenceError, _ range: ByteRange?,
        _ lost: (EvidenceError) throws -> Void
    ) throws {
        if var stretch = unreadable, stretch.last + 1 == numbers.lowerBound, stretch.error.reason == error.reason,
            let joined = Self.joined(stretch.range, range)
        {
            (stretch.last, stretch.range) = (numbers.upperBound, joined)
            unreadable = stretch
            return
        }
        try endStretch(lost)
        unreadable = Stretch(first: numbers.lowerBound, last: numbers.upperBound, error: error, range: range)
    }

    /// Two ranges as one where they are the same, or follow one another.
    private static func joined(_ first: ByteRange?, _ second: ByteRange?) -> ByteRange? {
        guard let first, let second else { return nil }
        if first == second { return first }
        guard first.end == second.offset else { return nil }
        return ByteRange(offset: first.offset, byteCount: first.byteCount + second.byteCount)
    }

    private mutating func endStretch(_ lost: (EvidenceError) throws -> Void) throws {
        guard let stretch = unreadable else { return }
        unreadable = nil
        try lost(
            stretch.error.saying(
                "Inodes \(stretch.first) to \(stretch.last) cannot be read, and deleted files are not looked for in them",
                at: stretch.range))
    }
}

extension EvidenceError {
    /// The same error as the cause of a greater loss.
    fileprivate func saying(_ words: String, at range: ByteRange?) -> EvidenceError {
        EvidenceError(
            reason, path: path, byteOffset: range?.offset, byteCount: range?.byteCount, cause: "\(words): \(cause)")
    }
}
