internal import Findings

/// The books in which the names that files have and the names that folders have for them must come out even: four bytes
/// for each record. A file's own name is added, a folder's name for it is taken away again, in any order; what is left
/// over is not nothing.
///
/// The sums are of hashes that no image can foresee, since each process has its own.
struct NTFSNameLedger {
    private var sums: [UInt32]

    /// Above so many records there are no books: they would take more than 400 MB.
    static let recordLimit = 100_000_000

    /// - Returns: nil where there are too many records.
    init?(recordCount: Int) {
        guard recordCount <= Self.recordLimit else { return nil }
        sums = [UInt32](repeating: 0, count: recordCount)
    }

    mutating func add(_ name: [UInt8], in folder: NTFSReference, of number: UInt64) {
        guard let index = index(of: number) else { return }
        sums[index] &+= Self.hash(name, folder)
    }

    mutating func takeAway(_ name: [UInt8], in folder: NTFSReference, of number: UInt64) {
        guard let index = index(of: number) else { return }
        sums[index] &-= Self.hash(name, folder)
    }

    /// The records whose names do not come out even.
    var uneven: some Sequence<UInt64> { sums.indices.lazy.filter { sums[$0] != 0 }.map { UInt64($0) } }

    private func index(of number: UInt64) -> Int? {
        Int(exactly: number).flatMap { $0 < sums.count ? $0 : nil }
    }

    private static func hash(_ name: [UInt8], _ folder: NTFSReference) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(folder)
        hasher.combine(name)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
