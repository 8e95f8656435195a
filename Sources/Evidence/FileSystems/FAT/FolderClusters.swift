internal import Findings

/// The clusters in which the names of a folder in use lie, and what is wrong with them.
struct FolderClusters {
    private(set) var clusters: [UInt64]
    private(set) var damage: EvidenceError?

    /// Clusters as the table chains them. One that the table says is free, although the folder leads to it, is looked at
    /// as any driver does: it looks at a cluster's own entry only to go on behind it.
    /// - Parameter byteLimit: more than any honest folder has.
    init(from first: UInt64, in table: AllocationTable, byteLimit: UInt64) throws(EvidenceError) {
        let chain = try table.chain(from: first, atMost: byteLimit / UInt64(table.heap.clusterSize) + 1)
        // A chain that loops has each of its clusters once in front of the place that it comes back to.
        var seen: Set<UInt64> = []
        clusters = chain.runs.flatMap { run in (0..<run.blockCount).map { (run.block ?? 0) + $0 } }
            .filter { seen.insert($0).inserted }
        let chainOf = "The folder's chain of clusters"
        switch chain.end {
        case .proper: break
        case .longer: note(.itemLimit, "\(chainOf) goes on behind \(byteLimit) bytes")
        case .loop(let cluster): note(.clusterLoop, "\(chainOf) comes back to cluster \(cluster)")
        case .bad(let cluster): note(.damagedEntry, "\(chainOf) leads to cluster \(cluster), which is marked as bad")
        case .outside(let cluster):
            note(.clusterOutsideVolume, "\(chainOf) leads to cluster \(cluster), which is outside of the volume")
        case .free(let cluster):
            note(.damagedEntry, "\(chainOf) leads to cluster \(cluster), which the table says is free; it is listed")
            if table.heap.contains(cluster), seen.insert(cluster).inserted { clusters.append(cluster) }
        }
    }

    /// Clusters in a row, of which the table knows nothing (exFAT).
    init(rowFrom first: UInt64, count: UInt64, in heap: ClusterHeap) {
        let (last, overflow) = first.addingReportingOverflow(count)
        let end = overflow ? heap.lastCluster + 1 : min(last, heap.lastCluster + 1)
        clusters = first < end ? Array(first..<end) : []
        if UInt64(clusters.count) < count {
            note(
                .clusterOutsideVolume,
                "The folder has \(count) clusters from \(first) on, and the volume's last one is \(heap.lastCluster)")
        }
    }

    /// Notes what is wrong; the first word counts.
    mutating func note(_ reason: Failure.Reason, _ words: String) {
        damage = damage ?? EvidenceError(reason, path: "the folder", cause: words)
    }
}

extension ClusterHeap {
    /// Reads what can be read, sector by sector where there is damage.
    /// - Parameter filler: stands in every byte that cannot be.
    /// - Returns: the bytes, and what is wrong with them.
    func readableBytes(at position: Int64, _ byteCount: Int, filler: UInt8) -> ([UInt8], EvidenceError?) {
        do throws(EvidenceError) {
            return (try bytes(at: position, byteCount), nil)
        } catch {
            var bytes: [UInt8] = []
            while bytes.count < byteCount {
                let size = min(Int(sectorSize), byteCount - bytes.count)
                let sector = try? self.bytes(at: position + Int64(bytes.count), size)
                bytes += sector ?? [UInt8](repeating: filler, count: size)
            }
            return (bytes, error)
        }
    }
}
