/// A bit for each cluster of a FAT volume that is in use: 32 MiB for the largest there is.
struct ClusterBits {
    private var words: [UInt64]
    /// The first place of the table that cannot be read. Clusters whose entries cannot be count as in use: nothing is
    /// taken for free that need not be.
    private(set) var damage: EvidenceError?

    /// Reads the whole table.
    /// - Parameter stillParsing: is told again and again while it is read.
    init(of table: AllocationTable, _ stillParsing: () -> Void) {
        words = [UInt64](repeating: 0, count: Int(table.heap.lastCluster / 64) + 1)
        // Damage costs a sector of the table.
        let step = table.width.entryCount(in: table.heap.sectorSize)
        for first in stride(from: 0, through: table.heap.lastCluster, by: Int(step)) {
            if first / step % 1024 == 0 { stillParsing() }
            let clusters = max(2, first)..<min(first + step, table.heap.lastCluster + 1)
            do throws(EvidenceError) {
                for cluster in clusters where try table.entry(of: cluster) != .free { set(cluster) }
            } catch {
                damage = damage ?? error
                for cluster in clusters { set(cluster) }
            }
        }
    }

    private mutating func set(_ cluster: UInt64) { words[Int(cluster / 64)] |= 1 << (cluster % 64) }

    /// - Returns: false for a cluster that does not exist.
    func isSet(_ cluster: UInt64) -> Bool {
        let word = Int(clamping: cluster / 64)
        return word < words.count && words[word] & 1 << (cluster % 64) != 0
    }

    /// The first cluster from `cluster` on that is free, or behind the last.
    func nextClear(from cluster: UInt64) -> UInt64 { next(from: cluster, wanted: false) }

    private func next(from cluster: UInt64, wanted isSet: Bool) -> UInt64 {
        var word = Int(clamping: cluster / 64)
        var mask = UInt64.max << (cluster % 64)
        while word < words.count {
            let candidates = (isSet ? words[word] : ~words[word]) & mask
            if candidates != 0 { return UInt64(word) * 64 + UInt64(candidates.trailingZeroBitCount) }
            (word, mask) = (word + 1, .max)
        }
        return UInt64(words.count) * 64
    }

    /// Tells the clusters of a range in order, joined where they are alike.
    func forEachRun(
        in clusters: Range<UInt64>, _ body: (_ clusters: Range<UInt64>, _ isInUse: Bool) throws -> Void
    ) throws {
        var first = clusters.lowerBound
        while first < clusters.upperBound {
            let isInUse = isSet(first)
            let end = min(next(from: first, wanted: !isInUse), clusters.upperBound)
            try body(first..<end, isInUse)
            first = end
        }
    }
}
