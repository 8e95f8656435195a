internal import Findings

/// The header and section table of an index, checked: every section lies inside of the file, behind the one before,
/// and is as large as the counts say. Whoever reads rows by it cannot leave the file.
struct IndexHeader {
    let counts: IndexCounts
    private var places: [IndexLayout.Section: Range<Int>] = [:]

    /// Where a section lies in the file; nil when it is left out.
    subscript(section: IndexLayout.Section) -> Range<Int>? { places[section] }

    init(of file: MappedFile) throws(HashSetError) {
        guard file.bytes(at: 0, count: IndexLayout.magic.count) == IndexLayout.magic else {
            throw HashSetError(.notAnIndex, path: file.path, byteOffset: 0, cause: "it is no index of a hash set")
        }
        let version = file.number(at: 16, byteCount: 4)
        guard version == UInt64(IndexLayout.version) else {
            throw HashSetError(
                .unsupportedIndex, path: file.path, byteOffset: 16,
                cause: "its version is \(version), and this program reads \(IndexLayout.version)")
        }
        let size = file.number(at: 24, byteCount: 8)
        guard size == UInt64(file.byteCount) else {
            throw HashSetError(
                .damagedIndex, path: file.path, byteOffset: 24,
                cause: "it is \(file.byteCount) bytes long, and should be \(size)")
        }
        counts = try Self.counts(of: file)
        try readTable(of: file)
        try checkSizes(file)
    }

    private static func counts(of file: MappedFile) throws(HashSetError) -> IndexCounts {
        let number = { (index: Int) in file.number(at: 32 + 8 * index, byteCount: 8) }
        let numbers = (0..<8).map(number)
        guard numbers.prefix(6).allSatisfy({ $0 <= UInt64(IndexLayout.maximumEntryCount) }),
            numbers.allSatisfy({ $0 <= UInt64(Int64.max) })
        else { throw Self.damaged(file, 32, "its counts are impossible") }
        var counts = IndexCounts()
        for (index, algorithm) in DigestAlgorithm.byStrength.enumerated() {
            counts.strongest[algorithm] = Int(numbers[index])
            counts.having[algorithm] = Int(numbers[index + 3])
        }
        (counts.read, counts.rejected) = (Int(numbers[6]), Int(numbers[7]))
        guard counts.entries <= IndexLayout.maximumEntryCount else {
            throw Self.damaged(file, 32, "its counts are impossible")
        }
        return counts
    }

    private mutating func readTable(of file: MappedFile) throws(HashSetError) {
        let count = Int(file.number(at: 20, byteCount: 4))
        guard count <= IndexLayout.Section.allCases.count else { throw Self.damaged(file, 20, "too many sections") }
        var end = IndexLayout.headerByteCount + count * IndexLayout.sectionByteCount
        for index in 0..<count {
            let row = IndexLayout.headerByteCount + index * IndexLayout.sectionByteCount
            let kind = UInt32(truncatingIfNeeded: file.number(at: row, byteCount: 4))
            let (offset, size) = (file.number(at: row + 8, byteCount: 8), file.number(at: row + 16, byteCount: 8))
            guard let section = IndexLayout.Section(rawValue: kind), places[section] == nil,
                file.number(at: row + 4, byteCount: 4) == UInt64(section.rowByteCount),
                let start = Int(exactly: offset), let byteCount = Int(exactly: size),
                start >= end, start.isMultiple(of: IndexLayout.alignment), file.holds(byteCount, at: start),
                byteCount.isMultiple(of: section.rowByteCount)
            else { throw Self.damaged(file, row, "section \(index) is impossible") }
            places[section] = start..<(start + byteCount)
            end = start + byteCount
        }
    }

    private func checkSizes(_ file: MappedFile) throws(HashSetError) {
        let sha256 = counts.strongest.sha256
        let upToSHA1 = sha256 + counts.strongest.sha1
        var rows: [IndexLayout.Section: Int] = [
            .weakerSHA1: sha256, .weakerMD5: upToSHA1, .presence: counts.entries, .categoryList: counts.entries,
            .informationOffset: counts.entries,
        ]
        var required: Set<IndexLayout.Section> = [.description]
        for algorithm in DigestAlgorithm.allCases {
            let count = counts.strongest[algorithm]
            rows[.digests(of: algorithm)] = count
            rows[.buckets(of: algorithm)] = IndexLayout.bucketRowCount(for: count)
            if count > 0 { required.formUnion([.digests(of: algorithm), .buckets(of: algorithm)]) }
        }
        if places[.categoryList] != nil { required.formUnion([.categories, .categoryLists]) }
        if places[.informationOffset] != nil { required.insert(.information) }
        for section in required where places[section] == nil {
            throw Self.damaged(file, nil, "its section \(section) is missing")
        }
        for (section, count) in rows {
            guard let place = places[section] else { continue }
            guard place.count == count * section.rowByteCount else {
                throw Self.damaged(file, place.lowerBound, "its section \(section) has a wrong size")
            }
        }
    }

    static func damaged(_ file: MappedFile, _ offset: Int?, _ cause: String) -> HashSetError {
        HashSetError(.damagedIndex, path: file.path, byteOffset: offset.map(Int64.init), cause: cause)
    }
}
