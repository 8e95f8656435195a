internal import Findings

/// The entries of one strongest digest: their digests, sorted, and where each value of their leading bits begins.
struct DigestTable {
    let algorithm: DigestAlgorithm
    /// The number of its first entry.
    let firstEntry: Int
    let count: Int
    private let digests: Int
    private let buckets: Int
    private let bits: Int

    /// - Returns: nil when no entry is in it.
    init?(_ algorithm: DigestAlgorithm, firstEntry: Int, in header: IndexHeader) {
        let count = header.counts.strongest[algorithm]
        guard count > 0, let digests = header[.digests(of: algorithm)], let buckets = header[.buckets(of: algorithm)]
        else { return nil }
        (self.algorithm, self.firstEntry, self.count) = (algorithm, firstEntry, count)
        (self.digests, self.buckets) = (digests.lowerBound, buckets.lowerBound)
        bits = IndexLayout.bucketBits(for: count)
    }

    /// The offset in the file of the digest at `row`.
    func offset(of row: Int) -> Int { digests + row * algorithm.byteCount }

    /// The rows whose digest is exactly this; mostly none, and hardly ever more than one.
    @inline(__always) func rows(of digest: Span<UInt8>, in file: MappedFile) -> Range<Int> {
        guard digest.count == algorithm.byteCount else { return 0..<0 }
        var word: UInt64 = 0
        for index in 0..<8 { word = word << 8 | UInt64(digest[index]) }
        let first = firstRow(from: word, in: file)
        guard first < count, file.bigEndianWord(at: offset(of: first)) == word else { return first..<first }
        let row =
            file.holds(digest, at: offset(of: first)) ? first : firstRow(of: digest, word, after: first, in: file)
        guard row < count, file.holds(digest, at: offset(of: row)) else { return row..<row }
        return row..<end(of: digest, from: row, in: file)
    }

    /// The first row behind `first` that does not come before the digest. Few digests begin with the same eight bytes, unless
    /// somebody has made them so.
    private func firstRow(of digest: Span<UInt8>, _ word: UInt64, after first: Int, in file: MappedFile) -> Int {
        guard first + 1 < count, file.bigEndianWord(at: offset(of: first + 1)) == word else { return count }
        var (low, high) = (first + 1, word == .max ? count : firstRow(from: word + 1, in: file))
        while low < high {
            let middle = low + (high - low) / 2
            if file.holdsLess(than: digest, at: offset(of: middle)) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func end(of digest: Span<UInt8>, from first: Int, in file: MappedFile) -> Int {
        var row = first + 1
        while row < count, file.holds(digest, at: offset(of: row)) { row += 1 }
        return row
    }

    /// The first row whose first eight bytes are `word` or more.
    @inline(__always) private func firstRow(from word: UInt64, in file: MappedFile) -> Int {
        let bucket = Int(truncatingIfNeeded: word >> UInt64(64 - bits))
        var low = Int(file.number(at: buckets + 4 * bucket, byteCount: 4))
        var high = Int(file.number(at: buckets + 4 * bucket + 4, byteCount: 4))
        // In a damaged file that nobody verified: slower, and still right.
        if low > high || high > count { (low, high) = (0, count) }
        while low < high {
            let middle = low + (high - low) / 2
            if file.bigEndianWord(at: offset(of: middle)) < word { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
