public import Findings

/// A compiled hash set: immutable, in a file named by its own SHA-256 (`<64 digits>.hashset`), mapped into memory and
/// shared by all who use it on a computer. Looking up takes no lock and reads no more than a few cache lines.
public final class HashSetIndex: Sendable {
    private let file: MappedFile
    private let header: IndexHeader
    /// By strength: SHA-256, SHA-1, MD5; those without entries are left out.
    private let tables: [DigestTable]
    private let categories: [String]
    private let categoryLists: [[String]]
    /// The SHA-256 of the file, by which it is named.
    public let sha256: [UInt8]
    public let summary: HashSetSummary

    /// What the name of an index file ends in.
    public static let fileEnding = ".hashset"

    /// SHA-256 of no bytes at all (FIPS 180-4). The NSRL and others hold it, and yet an empty item is no known file:
    /// it never matches.
    public static let emptyContent: [UInt8] = [
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
        0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ]

    /// Opens an index; nothing of it is read but its header.
    /// - Parameter verifying: whether to read all of it and hold its SHA-256 against its name. Do so once on each
    ///   computer, before anything is matched.
    /// - Throws: `notAnIndex`, `unsupportedIndex`, or `damagedIndex` where a byte or its length is not as it was
    ///   written.
    public convenience init(opening path: String, verifying: Bool) throws(HashSetError) {
        let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? Substring().utf8
        let digits = Array(name.prefix(64))
        guard name.count == 64 + Self.fileEnding.utf8.count, name.suffix(8).elementsEqual(Self.fileEnding.utf8),
            let digest = DigestText.read(digits[...])
        else {
            throw HashSetError(.notAnIndex, path: path, cause: "an index is named <its SHA-256>\(Self.fileEnding)")
        }
        try self.init(mapping: path, sha256: digest.bytes, verifying: verifying)
    }

    init(mapping path: String, sha256: [UInt8], verifying: Bool) throws(HashSetError) {
        file = try MappedFile(opening: path)
        header = try IndexHeader(of: file)
        self.sha256 = sha256
        if verifying { try Self.verify(file, sha256) }
        var (tables, first): ([DigestTable], Int) = ([], 0)
        for algorithm in DigestAlgorithm.byStrength {
            guard let table = DigestTable(algorithm, firstEntry: first, in: header) else { continue }
            tables.append(table)
            first += table.count
        }
        self.tables = tables
        let words = try IndexWords(of: file, header)
        (categories, categoryLists) = (words.categories, words.categoryLists)
        let having = header.counts.having
        summary = HashSetSummary(
            name: words.description.name, version: words.description.version, category: words.description.category,
            format: words.description.format, sha256: Hexadecimal.text(sha256), path: path,
            byteCount: Int64(file.byteCount), entries: header.counts.entries,
            digests: Dictionary(
                uniqueKeysWithValues: DigestAlgorithm.allCases.map { ($0, having[$0]) }),
            categories: categories.sorted(by: Category.leads), read: header.counts.read,
            rejectedCount: header.counts.rejected)
    }

    private static func verify(_ file: MappedFile, _ expected: [UInt8]) throws(HashSetError) {
        var digest = try FileDigest(of: file.path)
        try file.forEachPiece { piece throws(HashSetError) in try digest.update(piece) }
        let value = try digest.finalize()
        guard value == expected else {
            throw IndexHeader.damaged(
                file, nil, "its SHA-256 is \(Hexadecimal.text(value)), and should be \(Hexadecimal.text(expected))")
        }
    }
}

extension HashSetIndex {
    /// Every entry that a content of these digests matches, in the order of their numbers.
    ///
    /// An entry matches when its strongest digest is the content's. Its weaker ones cannot add or take anything: one
    /// that agrees while a stronger one contradicts is no match, and all agree when the strongest does. The digests
    /// of no bytes at all match nothing.
    public func matches(for digests: Digests) -> [HashSetMatch] {
        guard digests.sha256 != Self.emptyContent else { return [] }
        var matches: [HashSetMatch] = []
        for table in tables {
            for row in table.rows(of: digests[table.algorithm].span, in: file) {
                let entry = table.firstEntry + row
                matches.append(
                    HashSetMatch(
                        algorithm: table.algorithm, entry: Int64(entry), categories: categories(of: entry)))
            }
        }
        return matches
    }

    /// Whether anything matches: what ``matches(for:)`` finds, without saying which.
    public func contains(_ digests: Digests) -> Bool {
        guard digests.sha256 != Self.emptyContent else { return false }
        return tables.contains { !$0.rows(of: digests[$0.algorithm].span, in: file).isEmpty }
    }

    private func categories(of entry: Int) -> [String] {
        guard let section = header[.categoryList] else { return [] }
        let list = Int(file.number(at: section.lowerBound + 2 * entry, byteCount: 2))
        return (1...categoryLists.count).contains(list) ? categoryLists[list - 1] : []
    }

    /// What is kept of an entry; nil where there is no such number.
    public func entry(_ number: Int64) -> HashSetEntry? {
        guard let number = Int(exactly: number), (0..<header.counts.entries).contains(number) else { return nil }
        let categories = categories(of: number)
        let (records, recordCount) = records(of: number, categories)
        return HashSetEntry(
            number: Int64(number), md5: digest(.md5, of: number), sha1: digest(.sha1, of: number),
            sha256: digest(.sha256, of: number), categories: categories, records: records, recordCount: recordCount)
    }

    private func digest(_ algorithm: DigestAlgorithm, of entry: Int) -> [UInt8]? {
        offset(of: algorithm, of: entry).flatMap { file.bytes(at: $0, count: algorithm.byteCount) }
    }

    /// Where in the file an entry's digest lies; nil where it has none.
    private func offset(of algorithm: DigestAlgorithm, of entry: Int) -> Int? {
        guard let table = tables.last(where: { $0.firstEntry <= entry }) else { return nil }
        if table.algorithm == algorithm { return table.offset(of: entry - table.firstEntry) }
        guard let presence = header[.presence],
            file.byte(at: presence.lowerBound + entry) & Presence.bit(of: algorithm) != 0,
            let section = header[algorithm == .sha1 ? .weakerSHA1 : .weakerMD5],
            entry < section.count / algorithm.byteCount
        else { return nil }
        return section.lowerBound + entry * algorithm.byteCount
    }

    private func records(of entry: Int, _ categories: [String]) -> ([HashSetEntry.Record], Int64?) {
        let ofCategories = categories.map { HashSetEntry.Record(category: $0, byteCount: nil, name: nil) }
        guard let offsets = header[.informationOffset], let section = header[.information] else {
            return (ofCategories, nil)
        }
        let offset = file.number(at: offsets.lowerBound + 5 * entry, byteCount: 5)
        guard offset != IndexLayout.noInformation,
            let (records, count) = InformationCoding.decode(at: offset, in: section, of: file)
        else { return (ofCategories, nil) }
        let named = records.map { record in
            let isKnown = (1...max(1, self.categories.count)).contains(Int(record.category))
            return HashSetEntry.Record(
                category: isKnown && !self.categories.isEmpty ? self.categories[Int(record.category) - 1] : nil,
                byteCount: record.byteCount, name: record.name.map { Text.string($0) })
        }
        return (named, Int64(clamping: count))
    }
}

extension HashSetIndex {
    /// Whether the entry of this number has these digests and no others, and these categories, and is found by lookup.
    func holds(_ entry: DistinctEntry, at number: Int, categories: [String]) -> Bool {
        guard let digest = entry.digest(entry.strongest),
            let table = tables.first(where: { $0.algorithm == entry.strongest }),
            table.rows(of: digest.span, in: file).contains(number - table.firstEntry),
            self.categories(of: number) == categories
        else { return false }
        return DigestAlgorithm.byStrength.allSatisfy { algorithm in
            guard let offset = offset(of: algorithm, of: number) else { return entry.digest(algorithm) == nil }
            return entry.digest(algorithm).map { file.holds($0.span, at: offset) } == true
        }
    }
}

/// The texts of an index.
private struct IndexWords {
    let description: IndexDescription
    var categories: [String] = []
    var categoryLists: [[String]] = []

    init(of file: MappedFile, _ header: IndexHeader) throws(HashSetError) {
        let bytes = { (section: IndexLayout.Section) in
            header[section].flatMap { file.bytes(at: $0.lowerBound, count: $0.count) } ?? []
        }
        guard let texts = IndexTexts.decode(bytes(.description)), let description = IndexDescription(texts) else {
            throw IndexHeader.damaged(file, header[.description]?.lowerBound, "its description is damaged")
        }
        self.description = description
        guard header[.categories] != nil else { return }
        guard let categories = IndexTexts.decode(bytes(.categories)), !categories.isEmpty,
            let lists = CategoryTable.decodeLists(bytes(.categoryLists), names: categories), !lists.isEmpty
        else { throw IndexHeader.damaged(file, header[.categories]?.lowerBound, "its categories are damaged") }
        (self.categories, categoryLists) = (categories, lists)
    }
}
