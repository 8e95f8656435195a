internal import Findings

/// Looks for the clusters of deleted files among those that are free, and keeps what that costs in bounds: entries can be
/// made by the million that each claim more than is free.
final class FreeClusterSearch {
    private let heap: ClusterHeap
    private let use: any ClusterUse
    /// How many clusters are free in each stretch of `stretchLength` and in all that follow; nil before it is counted.
    private var freeFrom: [UInt64]?
    /// How many clusters were looked at for files that were then not found.
    private var wasted: UInt64 = 0

    private static let stretchLength: UInt64 = 1 << 14
    /// The most pieces that are likely.
    private static let pieceLimit = 1 << 16
    /// How often all clusters may be looked at in vain.
    private static let passLimit: UInt64 = 64

    init(_ heap: ClusterHeap, _ use: any ClusterUse) { (self.heap, self.use) = (heap, use) }

    enum Answer {
        case found([BlockRun])
        /// There are not enough behind the first, or they are in too many pieces.
        case none
        /// So much was looked for in vain that no more is.
        case givenUp
    }

    /// The free clusters from the first on, of which there are as many as asked for.
    func clusters(_ count: UInt64, from first: UInt64) throws(EvidenceError) -> Answer {
        guard wasted / Self.passLimit <= heap.clusterCount else { return .givenUp }
        guard count <= mostFree(from: first) else { return .none }
        var (runs, left, cluster) = ([BlockRun](), count, first)
        while left > 0 {
            guard let next = try use.nextFree(from: cluster), runs.count < Self.pieceLimit else {
                wasted += count - left + 1
                return .none
            }
            left -= 1
            cluster = next + 1
            if let last = runs.last, let block = last.block, block + last.blockCount == next {
                runs[runs.count - 1].blockCount += 1
            } else {
                runs.append(BlockRun(block: next, blockCount: 1))
            }
        }
        return .found(runs)
    }

    /// At least as many as are free from a cluster on.
    private func mostFree(from cluster: UInt64) -> UInt64 {
        let counts = freeFrom ?? count()
        freeFrom = counts
        let stretch = Int(clamping: cluster / Self.stretchLength)
        return stretch < counts.count ? counts[stretch] : 0
    }

    /// Where use cannot be read, all counts as free.
    private func count() -> [UInt64] {
        var counts = [UInt64](repeating: 0, count: Int(heap.lastCluster / Self.stretchLength) + 1)
        do {
            try use.forEachRun { clusters, isInUse in
                var first = clusters.lowerBound
                while !isInUse, first < clusters.upperBound {
                    let end = min(clusters.upperBound, (first / Self.stretchLength + 1) * Self.stretchLength)
                    counts[Int(first / Self.stretchLength)] += end - first
                    first = end
                }
            }
        } catch {
            return [UInt64](repeating: heap.clusterCount, count: counts.count)
        }
        for index in counts.indices.dropLast().reversed() { counts[index] += counts[index + 1] }
        return counts
    }
}
