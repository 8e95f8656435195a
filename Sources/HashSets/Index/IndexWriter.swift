internal import Findings

/// Writes distinct entries, as they come in order, into an index.
struct IndexWriter {
    private let directory: String
    private var columns: IndexColumns

    init(in directory: String) throws(HashSetError) {
        self.directory = directory
        columns = try IndexColumns(in: directory)
    }

    /// Takes the next entry.
    mutating func add(_ entry: DistinctEntry, categoryList: UInt16) throws(HashSetError) {
        guard columns.counts.entries < IndexLayout.maximumEntryCount else {
            throw HashSetError(
                .tooManyEntries, path: directory,
                cause: "an index holds at most \(IndexLayout.maximumEntryCount) entries")
        }
        try columns.add(entry, categoryList: categoryList)
    }

    /// Puts the index together.
    /// - Returns: the file, not yet published, and its SHA-256.
    func finish(
        _ description: IndexDescription, categories: CategoryTable, read: Int, rejected: Int
    ) throws(HashSetError) -> (file: PartialFile, sha256: [UInt8]) {
        var sections = try columns.finish()
        for algorithm in DigestAlgorithm.byStrength {
            guard let digests = sections[.digests(of: algorithm)] else { continue }
            sections[.buckets(of: algorithm)] = try buckets(of: algorithm, digests)
        }
        sections[.description] = try spool(IndexTexts.encode(description.texts))
        if columns.hasCategories {
            sections[.categories] = try spool(IndexTexts.encode(categories.names))
            sections[.categoryLists] = try spool(categories.encodedLists)
        }
        var counts = columns.counts
        (counts.read, counts.rejected) = (read, rejected)
        return try IndexAssembly(sections: sections, counts: counts).write(in: directory)
    }

    private func spool(_ bytes: [UInt8]) throws(HashSetError) -> SpoolFile {
        let spool = try SpoolFile(in: directory)
        try spool.append(bytes[...])
        try spool.flush()
        return spool
    }

    /// Reads the sorted digests again, and notes where each value of their leading bits begins.
    private func buckets(
        of algorithm: DigestAlgorithm, _ digests: SpoolFile
    ) throws(HashSetError) -> SpoolFile {
        let count = columns.counts.strongest[algorithm]
        let bits = IndexLayout.bucketBits(for: count)
        let buckets = try SpoolFile(in: directory)
        var (piece, row, bucket): ([UInt8], Int, Int) = ([], 0, 0)
        while row < count {
            piece.removeAll(keepingCapacity: true)
            let rows = min(count - row, 32_768)
            let offset = Int64(row) * Int64(algorithm.byteCount)
            guard
                try digests.read(at: offset, count: rows * algorithm.byteCount, into: &piece)
                    == rows * algorithm.byteCount
            else { throw HashSetError(.cannotWrite, path: directory, cause: "a temporary file ends too early") }
            for index in 0..<rows {
                let start = index * algorithm.byteCount
                let leading = piece[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } >> (32 - bits)
                while bucket <= leading {
                    try buckets.append(UInt64(row + index), byteCount: 4)
                    bucket += 1
                }
            }
            row += rows
        }
        while bucket <= 1 << bits {
            try buckets.append(UInt64(count), byteCount: 4)
            bucket += 1
        }
        try buckets.flush()
        return buckets
    }
}
