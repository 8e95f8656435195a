internal import Findings

/// How the contents of files on FAT and exFAT are read.
struct ClusterPlanner {
    let heap: ClusterHeap
    let table: AllocationTable
    let use: any ClusterUse
    private let search: FreeClusterSearch

    init(heap: ClusterHeap, table: AllocationTable, use: any ClusterUse) {
        (self.heap, self.table, self.use) = (heap, table, use)
        search = FreeClusterSearch(heap, use)
    }

    /// What an entry says of its content.
    struct Content {
        var firstCluster: UInt64
        var byteCount: UInt64
        /// How much of it was ever written; nil for all. Every driver shows zeros behind that (exFAT).
        var validByteCount: UInt64?
        /// It lies in consecutive clusters, and the table knows nothing of them (exFAT).
        var isContiguous = false
    }

    /// - Returns: how a file in use is read, or what is lost.
    func plan(_ content: Content) -> ContentPlan {
        let size = content.byteCount
        guard size <= UInt64(heap.byteCount) else {
            return .lost(
                .sizeExceedsVolume,
                "Its size is \(size) bytes, and all clusters of the volume have \(heap.byteCount) together")
        }
        if content.firstCluster == 0 {
            if size == 0 { return .inline([]) }
            return .lost(.chainShorterThanSize, "Its size is \(size) bytes, but it has no clusters")
        }
        guard heap.contains(content.firstCluster) else {
            return .lost(
                .clusterOutsideVolume,
                "It begins at cluster \(content.firstCluster), and the volume's last one is \(heap.lastCluster)")
        }
        if content.isContiguous { return plan(contiguous(content), content) }
        do throws(EvidenceError) {
            let chain = try table.chain(
                from: content.firstCluster, atMost: 3 * clusterCount(of: size) + Self.clustersBehindEnd)
            return loss(of: chain, size) ?? plan(chain.runs, content)
        } catch {
            return .lost(error.reason, "Its clusters cannot be followed: \(error.detail)", range: error.range)
        }
    }

    /// How far a chain is followed behind three times the content: so many steps `AllocationTable.chain` needs to find a
    /// loop of fewer clusters than the content has.
    private static let clustersBehindEnd: UInt64 = 4096

    /// - Returns: how a deleted file is read. Its chain is gone; where clusters follow each other in files, as they do
    ///   mostly, the free ones from the first on are its own.
    func recover(_ content: Content) -> (plan: ContentPlan, isOverwritten: Bool) {
        if content.byteCount == 0 { return (.inline([]), false) }
        guard heap.contains(content.firstCluster), content.byteCount <= UInt64(heap.byteCount) else {
            return (.nothing, false)
        }
        do throws(EvidenceError) {
            if content.isContiguous {
                let runs = contiguous(content)
                let plan = plan(runs, content)
                return plan.loss == nil ? (plan, try isAnyInUse(runs)) : (.nothing, true)
            }
            if try use.isInUse(content.firstCluster) {
                // Only where a file with one cluster was is beyond doubt.
                let isSmall = content.byteCount <= UInt64(heap.clusterSize)
                return (isSmall ? plan(contiguous(content), content) : .nothing, true)
            }
            switch try search.clusters(clusterCount(of: content.byteCount), from: content.firstCluster) {
            case .found(let runs): return (plan(runs, content), false)
            case .none: return (.nothing, true)
            case .givenUp:
                let words = "So many deleted files were looked for in vain that the clusters of this one are not"
                return (.lost(.sizeLimit, words), false)
            }
        } catch {
            return (.lost(error.reason, error.detail, range: error.range), false)
        }
    }

    private func plan(_ runs: [BlockRun], _ content: Content) -> ContentPlan {
        let size = Int64(content.byteCount)
        let valid = content.validByteCount.map { Int64(clamping: $0) } ?? size
        return heap.mapper.plan(runs, byteCount: size, initialized: min(valid, size))
    }

    private func clusterCount(of byteCount: UInt64) -> UInt64 {
        let size = UInt64(heap.clusterSize)
        return byteCount / size + (byteCount % size > 0 ? 1 : 0)
    }

    private func contiguous(_ content: Content) -> [BlockRun] {
        [BlockRun(block: content.firstCluster, blockCount: clusterCount(of: content.byteCount))]
    }

    private func isAnyInUse(_ runs: [BlockRun]) throws(EvidenceError) -> Bool {
        for run in runs {
            guard let first = run.block else { continue }
            var cluster = first
            while cluster < first + run.blockCount {
                guard try use.nextFree(from: cluster) == cluster else { return true }
                cluster += 1
            }
        }
        return false
    }

    /// Why a chain cannot be a file's content.
    private func loss(of chain: AllocationTable.Chain, _ size: UInt64) -> ContentPlan? {
        let held = "\(chain.clusterCount) clusters of \(heap.clusterSize) bytes"
        switch chain.end {
        case .loop(let cluster):
            return .lost(
                .clusterLoop, "Its chain of clusters comes back to cluster \(cluster), so that its end is unknown")
        case .outside(let cluster):
            return .lost(
                .clusterOutsideVolume,
                "Its chain leads from \(held) to cluster \(cluster), and the volume's last one is \(heap.lastCluster)")
        case .free(let cluster), .bad(let cluster):
            if chain.clusterCount >= clusterCount(of: size), size > 0 { return nil }
            return .lost(
                .chainShorterThanSize,
                "Its size is \(size) bytes, but its chain of \(held) leads to cluster \(cluster), which is free or bad")
        case .proper, .longer:
            if chain.clusterCount >= clusterCount(of: size) { return nil }
            return .lost(.chainShorterThanSize, "Its size is \(size) bytes, but its chain ends after \(held)")
        }
    }
}
