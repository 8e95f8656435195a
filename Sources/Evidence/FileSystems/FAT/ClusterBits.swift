/// A bit for each cluster of a FAT volume that is in use: 32 MiB for the largest there is.
struct ClusterBits {
    private var words: [UInt64]

    /// Reads the whole table.
    init(of table: AllocationTable) throws(EvidenceError) {
        words = [UInt64](repeating: 0, count: Int(table.heap.lastCluster / 64) + 1)
        for cluster in 2..<table.heap.lastCluster + 1 where try table.entry(of: cluster) != .free {
            words[Int(cluster / 64)] |= 1 << (cluster % 64)
        }
    }

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
