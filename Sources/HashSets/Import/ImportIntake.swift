/// The first half of an import: every record of a file is counted, and its entries go to be sorted.
struct ImportIntake {
    private let file: SourceFile
    private let category: String?
    private var sort: ExternalSort
    private(set) var categories = CategoryTable()
    private(set) var read = 0
    private(set) var rejected: [Rejection] = []
    private(set) var rejectedCount = 0
    private var recordCount = 0

    /// How many records there are between two reports of progress.
    private static let recordsAReport = 16_384

    init(file: SourceFile, category: String?, sort: ExternalSort) {
        (self.file, self.category, self.sort) = (file, category, sort)
    }

    mutating func take(
        from reader: inout any SetReader, progress: (ImportProgress) -> Void
    ) throws(HashSetError) {
        while let record = try reader.next() {
            switch record {
            case .rejected(let rejection): reject(rejection)
            case .entry(let entry, let rejections):
                for rejection in rejections { reject(rejection) }
                try take(entry)
            }
            recordCount += 1
            if recordCount.isMultiple(of: Self.recordsAReport) {
                progress(
                    ImportProgress(stage: .reading, done: reader.progress, total: file.byteCount, read: read))
            }
        }
        progress(ImportProgress(stage: .reading, done: file.byteCount, total: file.byteCount, read: read))
        guard read > 0 || rejectedCount == 0 else {
            let first = rejected.first
            throw HashSetError(
                .nothingReadable, path: file.path, byteOffset: first?.offset, line: first?.line,
                cause: "none of its \(recordCount) records has a digest (the first: \(first?.reason.rawValue ?? ""))")
        }
    }

    private mutating func reject(_ rejection: Rejection) {
        rejectedCount += 1
        if rejected.count < ImportReport.rejectionLimit { rejected.append(rejection) }
    }

    private mutating func take(_ entry: SetEntry) throws(HashSetError) {
        var number: UInt16 = 0
        if let name = entry.category ?? category {
            guard let known = categories.number(of: name) else {
                throw HashSetError(
                    .tooManyCategories, path: file.path, byteOffset: entry.place.offset, line: entry.place.line,
                    cause: "it has more than \(CategoryTable.maximumCount) different categories")
            }
            number = known
        }
        let sequence = UInt64(read)
        try sort.add { row in EntryRow.append(entry, sequence: sequence, category: number, to: &row) }
        read += 1
    }

    /// The entries' rows in order.
    mutating func finish() throws(HashSetError) -> SortedRows { try sort.finish() }
}
