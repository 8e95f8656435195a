internal import Findings

/// An entry as a row of bytes that sorts as entries do: those with a SHA-256 first, by it; then those whose strongest
/// digest is a SHA-1, by it; then those that have an MD5 only. Rows of equal digests stay in the order of the file.
///
///     rank  strongest digest  presence  weaker digests │ sequence  category  flags [size] [name]
///     └──────────────────── key ─────────────────────┘
enum EntryRow {
    /// Puts an entry's row behind `bytes`.
    static func append(_ entry: SetEntry, sequence: UInt64, category: UInt16, to bytes: inout [UInt8]) {
        let digests = entry.digests
        guard let strongest = digests.strongest else { return }
        bytes.append(rank(of: strongest.algorithm))
        strongest.append(to: &bytes)
        bytes.append(presence(of: digests))
        if strongest.algorithm == .sha256 { digests.sha1?.append(to: &bytes) }
        if strongest.algorithm != .md5 { digests.md5?.append(to: &bytes) }
        append(sequence, byteCount: 8, to: &bytes)
        append(UInt64(category), byteCount: 2, to: &bytes)
        bytes.append((entry.byteCount == nil ? 0 : 1) | (entry.name == nil ? 0 : 2))
        if let byteCount = entry.byteCount { append(byteCount, byteCount: 8, to: &bytes) }
        if let name = entry.name { bytes.append(contentsOf: name.utf8) }
    }

    private static func append(_ number: UInt64, byteCount: Int, to bytes: inout [UInt8]) {
        for index in (0..<byteCount).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index))) }
    }

    private static func rank(of algorithm: DigestAlgorithm) -> UInt8 {
        switch algorithm {
        case .sha256: 0
        case .sha1: 1
        case .md5: 2
        }
    }

    private static func presence(of digests: EntryDigests) -> UInt8 {
        (digests.md5 == nil ? 0 : Presence.md5) | (digests.sha1 == nil ? 0 : Presence.sha1)
            | (digests.sha256 == nil ? 0 : Presence.sha256)
    }

    /// The algorithm of a row's strongest digest.
    static func strongest(of row: [UInt8]) -> DigestAlgorithm {
        switch row[0] {
        case 0: .sha256
        case 1: .sha1
        default: .md5
        }
    }

    /// How many bytes of a row are its key.
    static func keyByteCount(of row: [UInt8]) -> Int {
        let strongest = strongest(of: row)
        let presence = row[1 + strongest.byteCount]
        var count = 2 + strongest.byteCount
        if strongest == .sha256, presence & Presence.sha1 != 0 { count += DigestAlgorithm.sha1.byteCount }
        if strongest != .md5, presence & Presence.md5 != 0 { count += DigestAlgorithm.md5.byteCount }
        return count
    }

    /// Where in a row a digest stands; nil where it has none.
    static func range(of algorithm: DigestAlgorithm, in row: [UInt8]) -> Range<Int>? {
        let strongest = strongest(of: row)
        if algorithm == strongest { return 1..<(1 + algorithm.byteCount) }
        let presence = row[1 + strongest.byteCount]
        guard presence & Presence.bit(of: algorithm) != 0 else { return nil }
        var start = 2 + strongest.byteCount
        if algorithm == .md5, strongest == .sha256, presence & Presence.sha1 != 0 {
            start += DigestAlgorithm.sha1.byteCount
        }
        return start..<(start + algorithm.byteCount)
    }

    /// What a row says beside its key.
    static func information(of row: [UInt8], keyByteCount: Int) -> EntryInformation {
        let number = { (start: Int, count: Int) in
            row[start..<(start + count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let flags = row[keyByteCount + 10]
        let nameStart = keyByteCount + 11 + (flags & 1 == 0 ? 0 : 8)
        return EntryInformation(
            category: UInt16(truncatingIfNeeded: number(keyByteCount + 8, 2)),
            byteCount: flags & 1 == 0 ? nil : number(keyByteCount + 11, 8),
            name: flags & 2 == 0 ? nil : Array(row[nameStart...]))
    }
}

/// Which digests an entry has, as bits.
enum Presence {
    static let md5: UInt8 = 1
    static let sha1: UInt8 = 2
    static let sha256: UInt8 = 4

    static func bit(of algorithm: DigestAlgorithm) -> UInt8 {
        switch algorithm {
        case .md5: md5
        case .sha1: sha1
        case .sha256: sha256
        }
    }
}

/// What one record says beside its digests.
struct EntryInformation: Hashable {
    /// The category's number in the set's table; 0 for none.
    var category: UInt16
    var byteCount: UInt64?
    var name: [UInt8]?
}
