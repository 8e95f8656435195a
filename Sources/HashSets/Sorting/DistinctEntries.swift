internal import Findings

/// One distinct tuple of digests, with what its records say.
struct DistinctEntry {
    /// The row's key: see ``EntryRow``.
    fileprivate(set) var row: [UInt8] = []
    /// The categories' numbers in the set's table, without repetition, in the order of the file.
    fileprivate(set) var categories: [UInt16] = []
    /// The same where they are many, to be looked up: a set may have 65,535 of them for one file.
    private var known: Set<UInt16> = []
    /// What the records say, equal ones once, at most ``maximumInformationCount``.
    fileprivate(set) var information: [EntryInformation] = []
    fileprivate(set) var recordCount: UInt64 = 0

    /// How many different things are kept of one entry: the empty file alone has thousands of names in the NSRL.
    static let maximumInformationCount = 256

    /// So many are looked through one by one.
    private static let fewCategories = 16

    /// The algorithm of the strongest digest.
    var strongest: DigestAlgorithm { EntryRow.strongest(of: row) }
    var presence: UInt8 { row[1 + strongest.byteCount] }

    /// A digest's bytes; nil where the entry has none.
    func digest(_ algorithm: DigestAlgorithm) -> ArraySlice<UInt8>? {
        EntryRow.range(of: algorithm, in: row).map { row[$0] }
    }

    private mutating func isNew(_ category: UInt16) -> Bool {
        guard categories.count >= Self.fewCategories else { return !categories.contains(category) }
        if known.isEmpty { known = Set(categories) }
        return known.insert(category).inserted
    }

    fileprivate mutating func removeAll() {
        categories.removeAll(keepingCapacity: true)
        if !known.isEmpty { known = [] }
        information.removeAll(keepingCapacity: true)
        recordCount = 0
    }

    fileprivate mutating func add(_ information: EntryInformation) {
        recordCount += 1
        if information.category != 0, isNew(information.category) { categories.append(information.category) }
        guard self.information.count < Self.maximumInformationCount, !self.information.contains(information) else {
            return
        }
        self.information.append(information)
    }
}

/// Sorted rows as distinct entries: rows of the same digests are one.
struct DistinctEntries {
    private var rows: RowCursor
    private var ahead: [UInt8] = []
    private var isAhead: Bool

    init(_ rows: SortedRows) throws(HashSetError) {
        self.rows = try rows.cursor()
        isAhead = try self.rows.next(into: &ahead)
    }

    /// Puts the next entry in place of what `entry` holds.
    /// - Returns: false behind the last.
    mutating func next(into entry: inout DistinctEntry) throws(HashSetError) -> Bool {
        guard isAhead else { return false }
        swap(&entry.row, &ahead)
        let count = EntryRow.keyByteCount(of: entry.row)
        entry.removeAll()
        entry.add(EntryRow.information(of: entry.row, keyByteCount: count))
        while true {
            isAhead = try rows.next(into: &ahead)
            guard isAhead, ahead.count > count, isSameKey(ahead, entry.row, count) else { return true }
            entry.add(EntryRow.information(of: ahead, keyByteCount: count))
        }
    }

    /// A key tells its own length, so equal beginnings of the first key's length are equal keys.
    private func isSameKey(_ a: [UInt8], _ b: [UInt8], _ count: Int) -> Bool {
        let (first, second) = (a.span, b.span)
        for index in 0..<count where first[index] != second[index] { return false }
        return true
    }
}
