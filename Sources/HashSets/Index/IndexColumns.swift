internal import Findings

/// The sections of an index that grow with each entry, each in a temporary file.
struct IndexColumns {
    private let digests: PerAlgorithm<SpoolFile>
    private let weakerSHA1: SpoolFile
    private let weakerMD5: SpoolFile
    private let presence: SpoolFile
    private let categoryList: SpoolFile
    private let informationOffset: SpoolFile
    private let information: SpoolFile
    private(set) var counts = IndexCounts()
    private(set) var hasCategories = false
    private var hasInformation = false
    private var coded: [UInt8] = []

    init(in directory: String) throws(HashSetError) {
        digests = PerAlgorithm(
            md5: try SpoolFile(in: directory), sha1: try SpoolFile(in: directory), sha256: try SpoolFile(in: directory))
        weakerSHA1 = try SpoolFile(in: directory)
        weakerMD5 = try SpoolFile(in: directory)
        presence = try SpoolFile(in: directory)
        categoryList = try SpoolFile(in: directory)
        informationOffset = try SpoolFile(in: directory)
        information = try SpoolFile(in: directory)
    }

    /// Takes the next entry.
    mutating func add(_ entry: DistinctEntry, categoryList list: UInt16) throws(HashSetError) {
        let strongest = entry.strongest
        counts.strongest[strongest] += 1
        if let digest = entry.digest(strongest) { try digests[strongest].append(digest) }
        if strongest == .sha256 { try weakerSHA1.append(entry.digest(.sha1) ?? Self.noSHA1) }
        if strongest != .md5 { try weakerMD5.append(entry.digest(.md5) ?? Self.noMD5) }
        try presence.append(entry.presence)
        for algorithm in DigestAlgorithm.byStrength where entry.presence & Presence.bit(of: algorithm) != 0 {
            counts.having[algorithm] += 1
        }
        try categoryList.append(UInt64(list), byteCount: 2)
        hasCategories = hasCategories || list != 0
        try addInformation(entry)
    }

    private static let noSHA1 = [UInt8](repeating: 0, count: DigestAlgorithm.sha1.byteCount)[...]
    private static let noMD5 = [UInt8](repeating: 0, count: DigestAlgorithm.md5.byteCount)[...]

    private mutating func addInformation(_ entry: DistinctEntry) throws(HashSetError) {
        guard entry.information.contains(where: { $0.byteCount != nil || $0.name != nil }) else {
            return try informationOffset.append(IndexLayout.noInformation, byteCount: 5)
        }
        hasInformation = true
        try informationOffset.append(UInt64(information.byteCount), byteCount: 5)
        coded.removeAll(keepingCapacity: true)
        InformationCoding.encode(entry.information, recordCount: entry.recordCount, onto: &coded)
        try information.append(coded[...])
    }

    /// The sections that hold something.
    func finish() throws(HashSetError) -> [IndexLayout.Section: SpoolFile] {
        var sections: [IndexLayout.Section: SpoolFile] = [:]
        for algorithm in DigestAlgorithm.byStrength where counts.strongest[algorithm] > 0 {
            sections[.digests(of: algorithm)] = digests[algorithm]
        }
        let hasWeakerSHA1 = counts.having.sha1 > counts.strongest.sha1
        let hasWeakerMD5 = counts.having.md5 > counts.strongest.md5
        if hasWeakerSHA1 { sections[.weakerSHA1] = weakerSHA1 }
        if hasWeakerMD5 { sections[.weakerMD5] = weakerMD5 }
        if hasWeakerSHA1 || hasWeakerMD5 { sections[.presence] = presence }
        if hasCategories { sections[.categoryList] = categoryList }
        if hasInformation { sections[.informationOffset] = informationOffset }
        if hasInformation { sections[.information] = information }
        for section in sections.values { try section.flush() }
        return sections
    }
}
