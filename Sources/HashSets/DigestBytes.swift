internal import Findings

/// One digest as a number of up to 256 bits: no allocation, compared and ordered as its bytes are.
struct DigestBytes: Hashable {
    let algorithm: DigestAlgorithm
    /// The digest's bytes, eight a word, the first the most significant; zeros behind its end.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// A digest of zeros.
    init(_ algorithm: DigestAlgorithm) { self.algorithm = algorithm }

    /// - Returns: nil unless it is the algorithm's number of bytes.
    init?(_ algorithm: DigestAlgorithm, bytes: some Collection<UInt8>) {
        guard bytes.count == algorithm.byteCount else { return nil }
        self.algorithm = algorithm
        for (index, byte) in bytes.enumerated() {
            set(word: index >> 3, word(index >> 3) | UInt64(byte) << UInt64(56 - 8 * (index & 7)))
        }
    }

    /// The byte at `index`, from 0.
    func byte(at index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: word(index >> 3) >> UInt64(56 - 8 * (index & 7)))
    }

    /// Sets eight bytes, the first the most significant; those behind the digest's end are 0.
    mutating func set(word index: Int, _ word: UInt64) {
        switch index {
        case 0: words.0 = word
        case 1: words.1 = word
        case 2: words.2 = word
        default: words.3 = word
        }
    }

    private func word(_ index: Int) -> UInt64 {
        switch index {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        default: words.3
        }
    }

    /// Puts the digest's bytes behind `bytes`.
    func append(to bytes: inout [UInt8]) {
        for index in 0..<algorithm.byteCount { bytes.append(byte(at: index)) }
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(algorithm.byteCount)
        append(to: &bytes)
        return bytes
    }

    static func == (a: DigestBytes, b: DigestBytes) -> Bool { a.algorithm == b.algorithm && a.words == b.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

/// The digests of one record: any of the three, at least one in an entry.
typealias EntryDigests = PerAlgorithm<DigestBytes?>

extension EntryDigests {
    init() { self.init(md5: nil, sha1: nil, sha256: nil) }

    var isEmpty: Bool { md5 == nil && sha1 == nil && sha256 == nil }

    /// The digest that decides what matches: SHA-256 before SHA-1 before MD5.
    var strongest: DigestBytes? { sha256 ?? sha1 ?? md5 }
}

extension DigestAlgorithm {
    /// The strongest first.
    static let byStrength: [DigestAlgorithm] = [.sha256, .sha1, .md5]

    /// The algorithm whose digest has so many hexadecimal digits.
    init?(digitCount: Int) {
        switch digitCount {
        case 32: self = .md5
        case 40: self = .sha1
        case 64: self = .sha256
        default: return nil
        }
    }

    /// The algorithm by a name that people write: `MD5`, `SHA-1`, `sha256`, …
    init?(name: some Collection<UInt8>) {
        guard name.count <= 8 else { return nil }
        let letters = name.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        if Text.equal(letters, "md5") {
            self = .md5
        } else if Text.equal(letters, "sha1") {
            self = .sha1
        } else if Text.equal(letters, "sha256") {
            self = .sha256
        } else {
            return nil
        }
    }
}
