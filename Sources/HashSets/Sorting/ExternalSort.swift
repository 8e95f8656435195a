/// Sorts rows of bytes, however many, in bounded memory: full chunks are sorted and spilled to one nameless file as
/// runs, which are merged when they are read.
struct ExternalSort {
    private let directory: String
    private let chunkByteCount: Int
    private var chunk = Chunk()
    private var spool: SpoolFile?
    private var runs: [Range<Int64>] = []

    /// How many bytes of rows are sorted at once. With their keys (16 bytes each) a chunk of the shortest rows takes
    /// twice as much; so do the buffers of a merge of 300 runs at most.
    static let standardChunkByteCount = 192 << 20

    /// - Parameter directory: where runs take up room: as much as all rows together.
    init(in directory: String, chunkByteCount: Int = standardChunkByteCount) {
        (self.directory, self.chunkByteCount) = (directory, chunkByteCount)
    }

    /// Takes the row that `write` puts behind the bytes it is given: at least 8, at most 128 KiB.
    mutating func add(_ write: (inout [UInt8]) -> Void) throws(HashSetError) {
        chunk.add(write)
        if chunk.byteCount >= chunkByteCount { try spill() }
    }

    private mutating func spill() throws(HashSetError) {
        guard !chunk.isEmpty else { return }
        let spool = if let spool { spool } else { try SpoolFile(in: directory) }
        self.spool = spool
        chunk.sort()
        let start = spool.byteCount
        for index in 0..<chunk.count {
            let row = chunk.row(at: index)
            try spool.append(UInt64(row.count), byteCount: 4)
            try spool.append(row)
        }
        runs.append(start..<spool.byteCount)
        chunk.removeAll()
    }

    /// All rows in order.
    mutating func finish() throws(HashSetError) -> SortedRows {
        guard spool != nil else {
            chunk.sort()
            return .inMemory(chunk)
        }
        try spill()
        guard let spool else { return .inMemory(chunk) }
        try spool.flush()
        return .spilled(spool, runs)
    }
}

/// Sorted rows, to be read as often as needed.
enum SortedRows {
    case inMemory(Chunk)
    case spilled(SpoolFile, [Range<Int64>])

    func cursor() throws(HashSetError) -> RowCursor {
        switch self {
        case .inMemory(let chunk): .inMemory(chunk, next: 0)
        case .spilled(let spool, let runs): .merged(try RunMerge(of: runs, in: spool))
        }
    }
}

/// A place in sorted rows.
enum RowCursor {
    case inMemory(Chunk, next: Int)
    case merged(RunMerge)

    /// Puts the next row in place of what `row` holds.
    /// - Returns: false behind the last.
    mutating func next(into row: inout [UInt8]) throws(HashSetError) -> Bool {
        switch self {
        case .inMemory(let chunk, let index):
            guard index < chunk.count else { return false }
            row.removeAll(keepingCapacity: true)
            row.append(contentsOf: chunk.row(at: index))
            self = .inMemory(chunk, next: index + 1)
            return true
        case .merged(let merge): return try merge.next(into: &row)
        }
    }
}
