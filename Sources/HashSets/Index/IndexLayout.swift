internal import Findings

/// How an index file is laid out. Numbers are little-endian; every section starts at a multiple of 64 bytes.
///
///     header   magic, version, the file's size, counts
///     table    for each section: kind, bytes a row, offset, size
///     sections
///
/// Entries are numbered in the order of their strongest digest: first those with a SHA-256, by it; then those whose
/// strongest is a SHA-1, by it; then those with an MD5 only. So the sorted digests *are* the entries, and a content,
/// all of whose digests are known, is looked up once in each of the three: what an entry has besides its strongest
/// digest cannot make it match.
enum IndexLayout {
    static let magic = Array("caseload hashset".utf8)
    static let version: UInt32 = 1
    static let headerByteCount = 128
    static let sectionByteCount = 24
    static let alignment = 64
    /// Entries are numbered by 32 bits, in buckets.
    static let maximumEntryCount = 4_000_000_000

    /// What a section holds. A section that would hold nothing is left out.
    enum Section: UInt32, CaseIterable {
        /// Name, version, format, and the category where there is one: texts.
        case description = 1
        /// The categories by their numbers from 1: texts.
        case categories = 2
        /// Categories that entries have together, by their numbers from 1, the most serious first: for each how many,
        /// and their numbers.
        case categoryLists = 3
        /// The strongest digests, sorted.
        case sha256 = 16
        case sha1 = 17
        case md5 = 18
        /// For each value of a digest's leading bits the first row that has it or more; one more row for the end.
        case sha256Buckets = 32
        case sha1Buckets = 33
        case md5Buckets = 34
        /// SHA-1s of the entries that have a SHA-256; MD5s of those that have either. Zeros where there is none.
        case weakerSHA1 = 48
        case weakerMD5 = 49
        /// Which digests an entry has, as bits; left out where each entry has only its strongest.
        case presence = 64
        /// The number of an entry's category list; 0 for none.
        case categoryList = 65
        /// Where in `information` an entry's begins; all ones for none.
        case informationOffset = 66
        case information = 67

        /// The bytes of a row; 1 where rows have no fixed size.
        var rowByteCount: Int {
            switch self {
            case .description, .categories, .categoryLists, .information, .presence: 1
            case .sha256: DigestAlgorithm.sha256.byteCount
            case .sha1, .weakerSHA1: DigestAlgorithm.sha1.byteCount
            case .md5, .weakerMD5: DigestAlgorithm.md5.byteCount
            case .sha256Buckets, .sha1Buckets, .md5Buckets: 4
            case .categoryList: 2
            case .informationOffset: 5
            }
        }

        static func digests(of algorithm: DigestAlgorithm) -> Section {
            switch algorithm {
            case .sha256: .sha256
            case .sha1: .sha1
            case .md5: .md5
            }
        }

        static func buckets(of algorithm: DigestAlgorithm) -> Section {
            switch algorithm {
            case .sha256: .sha256Buckets
            case .sha1: .sha1Buckets
            case .md5: .md5Buckets
            }
        }
    }

    static let noInformation: UInt64 = (1 << 40) - 1

    /// By how many leading bits `count` digests are told apart: two to four digests a bucket.
    static func bucketBits(for count: Int) -> Int {
        count < 4 ? 0 : min(30, Int.bitWidth - 2 - count.leadingZeroBitCount)
    }

    /// How many rows the buckets of `count` digests have.
    static func bucketRowCount(for count: Int) -> Int { (1 << bucketBits(for: count)) + 1 }
}

/// The counts in an index's header.
struct IndexCounts: Hashable {
    /// Entries whose strongest digest it is.
    var strongest = PerAlgorithm(md5: 0, sha1: 0, sha256: 0)
    /// Entries that have it.
    var having = PerAlgorithm(md5: 0, sha1: 0, sha256: 0)
    /// What the imported file held.
    var read = 0
    var rejected = 0

    var entries: Int { strongest.md5 + strongest.sha1 + strongest.sha256 }
}
