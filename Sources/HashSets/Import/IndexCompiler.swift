/// The second half of an import: sorted rows become an index, and each distinct entry is then looked up in it.
struct IndexCompiler {
    private let rows: SortedRows
    private var categories: CategoryTable
    private let path: String
    private let read: Int
    /// How many distinct entries the sort yielded.
    private(set) var distinct = 0

    /// How many entries there are between two reports of progress.
    private static let entriesAReport = 65_536

    init(rows: SortedRows, categories: CategoryTable, path: String, read: Int) {
        (self.rows, self.categories, self.path, self.read) = (rows, categories, path, read)
    }

    /// Writes the index under a temporary name.
    mutating func write(
        _ description: IndexDescription, rejected: Int, into directory: String, progress: (ImportProgress) -> Void
    ) throws(HashSetError) -> (file: PartialFile, sha256: [UInt8]) {
        var writer = try IndexWriter(in: directory)
        var entries = try DistinctEntries(rows)
        var entry = DistinctEntry()
        while try entries.next(into: &entry) {
            guard let list = categories.listNumber(of: entry.categories) else {
                throw HashSetError(
                    .tooManyCategories, path: path,
                    cause: "its entries have more than \(CategoryTable.maximumCount) combinations of categories")
            }
            try writer.add(entry, categoryList: list)
            distinct += 1
            report(.writing, distinct, progress)
        }
        return try writer.finish(description, categories: categories, read: read, rejected: rejected)
    }

    /// Goes through the sorted rows again, which know nothing of the index, and looks each distinct entry up in it.
    /// - Returns: how many were found, at their number, with all of their digests and categories.
    mutating func verify(
        _ index: HashSetIndex, progress: (ImportProgress) -> Void
    ) throws(HashSetError) -> Int {
        var entries = try DistinctEntries(rows)
        var entry = DistinctEntry()
        var (number, verified) = (0, 0)
        while try entries.next(into: &entry) {
            let list = categories.listNumber(of: entry.categories) ?? 0
            let names = list == 0 ? [] : categories.lists[Int(list) - 1].map { categories.names[Int($0) - 1] }
            if index.holds(entry, at: number, categories: names) { verified += 1 }
            number += 1
            report(.verifying, number, progress)
        }
        return verified
    }

    private func report(_ stage: ImportProgress.Stage, _ done: Int, _ progress: (ImportProgress) -> Void) {
        guard done.isMultiple(of: Self.entriesAReport) else { return }
        progress(ImportProgress(stage: stage, done: Int64(done), total: Int64(read), read: read))
    }
}
