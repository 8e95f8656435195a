internal import Findings

/// The file allocation table: for each cluster the next one of the same file.
final class AllocationTable {
    let heap: ClusterHeap
    private let width: Width
    /// Where on the device each copy of the table begins.
    private let copies: [Int64]
    private let byteCount: Int64
    private lazy var bits = Result { () throws(EvidenceError) in try ClusterBits(of: self) }

    enum Width: Int { case bits12 = 12, bits16 = 16, bits32 = 32 }

    enum Entry: Equatable {
        case free, bad, end
        case next(UInt64)
        /// Leads out of the volume.
        case outside(UInt64)
    }

    init(_ heap: ClusterHeap, width: Width, copies: [Int64], byteCount: Int64) {
        (self.heap, self.width, self.copies, self.byteCount) = (heap, width, copies, byteCount)
    }

    /// What the table says of a cluster; of a copy, where the first table cannot be read.
    func entry(of cluster: UInt64) throws(EvidenceError) -> Entry {
        let position = Int64(cluster) * Int64(width.rawValue) / 8
        let size = width == .bits32 ? 4 : 2
        guard position + Int64(size) <= byteCount else { return .outside(cluster) }
        var damage: EvidenceError?
        for copy in copies {
            do throws(EvidenceError) {
                let bytes = try heap.bytes(at: copy + position, size)[...]
                return entry(bytes, cluster)
            } catch {
                damage = damage ?? error
            }
        }
        throw damage ?? EvidenceError(.fileSystemDamaged, path: "FAT", cause: "There is no file allocation table")
    }

    private func entry(_ bytes: ArraySlice<UInt8>, _ cluster: UInt64) -> Entry {
        let value: UInt64
        let last: UInt64
        switch width {
        case .bits12:
            let pair = UInt64(bytes.le16(0) ?? 0)
            (value, last) = (cluster % 2 == 0 ? pair & 0xFFF : pair >> 4, 0xFFF)
        case .bits16: (value, last) = (UInt64(bytes.le16(0) ?? 0), 0xFFFF)
        case .bits32: (value, last) = (UInt64(bytes.le32(0) ?? 0) & 0xFFF_FFFF, 0xFFF_FFFF)
        }
        if value == 0 { return .free }
        if value >= last - 7 { return .end }
        if value == last - 8 { return .bad }
        return heap.contains(value) ? .next(value) : .outside(value)
    }

    // MARK: Chains

    /// The clusters of a file in order, and how the list of them ends.
    struct Chain {
        var runs: [BlockRun] = []
        var clusterCount: UInt64 = 0
        var end = End.proper

        enum End: Equatable {
            case proper
            /// It was not followed to its end.
            case longer
            /// It comes back to a cluster that it had.
            case loop(UInt64)
            /// It leads to a cluster that is free, bad, or outside of the volume.
            case free(UInt64)
            case bad(UInt64)
            case outside(UInt64)
        }
    }

    /// Follows a file's clusters to their end, beyond what its size asks for: a chain that loops shows only there.
    ///
    /// A loop is found by R. P. Brent's algorithm ("An improved Monte Carlo factorization algorithm", 1980), which
    /// needs no memory: a mark is moved on to the place reached after 1, 2, 4, … steps.
    /// - Parameter limit: the most clusters to follow; a chain that is longer is no loss.
    func chain(from first: UInt64, atMost limit: UInt64) throws(EvidenceError) -> Chain {
        var chain = Chain()
        var (cluster, mark, steps, power) = (first, first, 0 as UInt64, 1 as UInt64)
        while true {
            guard heap.contains(cluster) else {
                chain.end = .outside(cluster)
                return chain
            }
            let entry = try entry(of: cluster)
            guard entry != .free else {
                chain.end = .free(cluster)
                return chain
            }
            chain.append(cluster)
            guard chain.clusterCount < limit || entry == .end else {
                chain.end = .longer
                return chain
            }
            switch entry {
            case .end: return chain
            case .bad, .free:
                chain.end = .bad(cluster)
                return chain
            case .outside(let value):
                chain.end = .outside(value)
                return chain
            case .next(let next): cluster = next
            }
            steps += 1
            if cluster == mark {
                chain.end = .loop(cluster)
                return chain
            }
            if steps == power { (mark, steps, power) = (cluster, 0, power * 2) }
        }
    }
}

extension AllocationTable.Chain {
    fileprivate mutating func append(_ cluster: UInt64) {
        clusterCount += 1
        if let last = runs.last, let block = last.block, block + last.blockCount == cluster {
            runs[runs.count - 1].blockCount += 1
        } else {
            runs.append(BlockRun(block: cluster, blockCount: 1))
        }
    }
}

extension AllocationTable: ClusterUse {
    func isInUse(_ cluster: UInt64) throws(EvidenceError) -> Bool { try bits.get().isSet(cluster) }

    func nextFree(from cluster: UInt64) throws(EvidenceError) -> UInt64? {
        let next = try bits.get().nextClear(from: cluster)
        return heap.contains(next) ? next : nil
    }

    func forEachRun(_ body: (_ clusters: Range<UInt64>, _ isInUse: Bool) throws -> Void) throws {
        try bits.get().forEachRun(in: 2..<heap.lastCluster + 1, body)
    }
}
