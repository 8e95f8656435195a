internal import Findings

/// The file allocation table: for each cluster the next one of the same file.
final class AllocationTable {
    let copies: TableCopies
    let width: Width
    var heap: ClusterHeap { copies.heap }
    private var bits: ClusterBits?

    /// How many bits an entry has. Those of FAT32 have 32, of which the highest four are no part of the number; those of
    /// exFAT use them all.
    enum Width: Int { case bits12 = 12, bits16 = 16, bits28 = 28, bits32 = 32 }

    enum Entry: Equatable {
        case free, bad, end
        case next(UInt64)
        /// Leads out of the volume.
        case outside(UInt64)
    }

    init(_ copies: TableCopies, width: Width) {
        (self.copies, self.width) = (copies, width)
    }

    /// What the table says of a cluster; another copy of it, where the active one cannot be read.
    func entry(of cluster: UInt64) throws(EvidenceError) -> Entry {
        let position = width.position(of: cluster)
        guard position + Int64(width.readByteCount) <= copies.byteCount else { return .outside(cluster) }
        return entry(width.value(try copies.bytes(at: position, width.readByteCount), of: cluster))
    }

    private func entry(_ value: UInt64) -> Entry {
        let last: UInt64 = 1 << UInt64(width.rawValue) - 1
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
    /// Reads the whole table, once.
    /// - Parameter stillParsing: is told again and again while it is read.
    @discardableResult func readBits(_ stillParsing: () -> Void = {}) -> ClusterBits {
        if let bits { return bits }
        let read = ClusterBits(of: self, stillParsing)
        bits = read
        return read
    }

    func isInUse(_ cluster: UInt64) -> Bool { readBits().isSet(cluster) }

    func nextFree(from cluster: UInt64) -> UInt64? {
        let next = readBits().nextClear(from: cluster)
        return heap.contains(next) ? next : nil
    }

    func forEachRun(_ body: (_ clusters: Range<UInt64>, _ isInUse: Bool) throws -> Void) throws {
        let bits = readBits()
        try bits.forEachRun(in: 2..<heap.lastCluster + 1, body)
        if let damage = bits.damage { throw damage }
    }
}

extension AllocationTable.Width {
    /// Where in the table a cluster's entry begins.
    func position(of cluster: UInt64) -> Int64 { Int64(cluster) * (self == .bits28 ? 32 : Int64(rawValue)) / 8 }

    /// How many bytes have all bits of an entry.
    var readByteCount: Int { self == .bits28 || self == .bits32 ? 4 : 2 }

    /// How many entries `byteCount` bytes hold.
    func entryCount(in byteCount: Int64) -> UInt64 { UInt64(byteCount * 8) / (self == .bits28 ? 32 : UInt64(rawValue)) }

    /// The number in a cluster's entry.
    /// - Parameter bytes: from the entry's position on.
    func value(_ bytes: ArraySlice<UInt8>, of cluster: UInt64) -> UInt64 {
        switch self {
        case .bits12:
            let pair = UInt64(bytes.le16(0) ?? 0)
            return cluster % 2 == 0 ? pair & 0xFFF : pair >> 4
        case .bits16: return UInt64(bytes.le16(0) ?? 0)
        case .bits28: return UInt64(bytes.le32(0) ?? 0) & 0xFFF_FFFF
        case .bits32: return UInt64(bytes.le32(0) ?? 0)
        }
    }
}
