/// Merges sorted runs: a heap of their first rows.
final class RunMerge {
    private var runs: [RunReader]
    /// Indices of runs that have a row, as a binary heap: no run's row is before its parent's.
    private var heap: [Int] = []

    /// How much memory the runs' buffers take together, and at least each, in bytes.
    private static let bufferByteCount = 64 << 20
    private static let minimumBufferByteCount = 128 << 10

    init(of ranges: [Range<Int64>], in spool: SpoolFile) throws(HashSetError) {
        let share = max(Self.minimumBufferByteCount, min(4 << 20, Self.bufferByteCount / max(1, ranges.count)))
        runs = ranges.map { RunReader($0, in: spool, bufferByteCount: share) }
        for index in runs.indices where try runs[index].advance() {
            heap.append(index)
            rise(from: heap.count - 1)
        }
    }

    /// Puts the next row in place of what `row` holds.
    /// - Returns: false behind the last.
    func next(into row: inout [UInt8]) throws(HashSetError) -> Bool {
        guard let first = heap.first else { return false }
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: runs[first].row)
        if try !runs[first].advance() {
            heap[0] = heap[heap.count - 1]
            heap.removeLast()
        }
        sink()
        return true
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        let (first, second) = (heap[a], heap[b])
        if runs[first].prefix != runs[second].prefix { return runs[first].prefix < runs[second].prefix }
        return RowOrder.isBefore(runs[first].row, runs[second].row)
    }

    private func rise(from start: Int) {
        var index = start
        while index > 0, isBefore(index, (index - 1) / 2) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private func sink() {
        var index = 0
        while 2 * index + 1 < heap.count {
            var child = 2 * index + 1
            if child + 1 < heap.count, isBefore(child + 1, child) { child += 1 }
            guard isBefore(child, index) else { return }
            heap.swapAt(index, child)
            index = child
        }
    }
}

/// One run, row by row.
private struct RunReader {
    private let spool: SpoolFile
    private let bufferByteCount: Int
    private var unread: Range<Int64>
    private var buffer: [UInt8] = []
    private var position = 0
    private var current = 0..<0
    private(set) var prefix: UInt64 = 0

    init(_ range: Range<Int64>, in spool: SpoolFile, bufferByteCount: Int) {
        (unread, self.spool, self.bufferByteCount) = (range, spool, bufferByteCount)
    }

    var row: ArraySlice<UInt8> { buffer[current] }

    /// Goes to the next row.
    /// - Returns: false behind the last.
    mutating func advance() throws(HashSetError) -> Bool {
        guard try have(4) else { return false }
        var count = 0
        for index in 0..<4 { count |= Int(buffer[position + index]) << (8 * index) }
        position += 4
        guard count >= 8, try have(count) else { throw damaged() }
        current = position..<(position + count)
        position += count
        prefix = buffer[current.prefix(8)].reduce(0) { $0 << 8 | UInt64($1) }
        return true
    }

    /// Whether the next `count` bytes are in the buffer, once they are read.
    private mutating func have(_ count: Int) throws(HashSetError) -> Bool {
        if buffer.count - position >= count { return true }
        buffer.removeFirst(position)
        position = 0
        while buffer.count < count, !unread.isEmpty {
            let wanted = min(max(count - buffer.count, bufferByteCount), unread.count)
            let got = try spool.read(at: unread.lowerBound, count: wanted, into: &buffer)
            guard got > 0 else { throw damaged() }
            unread = (unread.lowerBound + Int64(got))..<unread.upperBound
        }
        if buffer.count >= count { return true }
        guard buffer.isEmpty else { throw damaged() }
        return false
    }

    private func damaged() -> HashSetError {
        HashSetError(.countsDisagree, path: spool.directory, cause: "a temporary file did not read back as written")
    }
}
