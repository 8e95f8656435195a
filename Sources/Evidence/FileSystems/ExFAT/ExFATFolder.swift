internal import Findings

/// Goes through the entries of an exFAT folder, from cluster to cluster.
final class ExFATFolder {
    private let heap: ClusterHeap
    private let clusters: [UInt64]
    private var index = 0
    private var bytes: [UInt8] = []
    private var position = 0
    /// What is wrong with the folder.
    private(set) var damage: EvidenceError?

    /// A folder has at most 256 MiB.
    private static let byteLimit: UInt64 = 256 << 20

    init(_ content: ClusterPlanner.Content, _ boot: ExFATBoot, isAllocated: Bool) throws(EvidenceError) {
        heap = boot.heap
        let size = UInt64(heap.clusterSize)
        let stated = min(content.byteCount, Self.byteLimit) / size + (content.byteCount % size > 0 ? 1 : 0)
        if content.isContiguous || !isAllocated {
            // The chain of a deleted folder is gone: its first cluster is all that is known.
            let count = content.isContiguous ? max(1, stated) : 1
            clusters = (0..<count).map { content.firstCluster + $0 }.filter(boot.heap.contains)
            return
        }
        let chain = try boot.table.chain(from: content.firstCluster, atMost: Self.byteLimit / size + 1)
        var seen: Set<UInt64> = []
        clusters = chain.runs.flatMap { run in (0..<run.blockCount).map { (run.block ?? 0) + $0 } }
            .filter { seen.insert($0).inserted }
        if case .loop(let cluster) = chain.end {
            note(.clusterLoop, "The folder's chain of clusters comes back to cluster \(cluster)")
        } else if chain.end != .proper {
            note(.damagedEntry, "The folder's chain of clusters does not end properly: \(chain.end)")
        }
    }

    private func note(_ reason: Failure.Reason, _ words: String, at offset: Int64? = nil) {
        guard damage == nil else { return }
        damage = EvidenceError(
            reason, path: "exFAT", byteOffset: offset, byteCount: offset.map { _ in 32 }, cause: words)
    }

    /// Notes that the last entry begins no set.
    func noteDamage() {
        let offset = index > 0 ? heap.offset(ofCluster: clusters[index - 1]) : nil
        note(
            .damagedEntry, "An entry of a file is not followed by those that belong to it",
            at: offset.map { $0 + Int64(position - ExFATEntrySet.entrySize) })
    }

    /// The next entry, and where on the device it lies; nil at the folder's end. Clusters that cannot be read are left
    /// out.
    func next() throws -> (entry: ArraySlice<UInt8>, position: Int64)? {
        while position >= bytes.count {
            guard index < clusters.count else { return nil }
            do throws(EvidenceError) {
                bytes = try heap.bytes(ofCluster: clusters[index])
            } catch {
                damage = damage ?? error
                bytes = []
            }
            (index, position) = (index + 1, 0)
        }
        guard let offset = heap.offset(ofCluster: clusters[index - 1]) else { return nil }
        let entry = bytes[position..<min(bytes.count, position + ExFATEntrySet.entrySize)]
        defer { position += ExFATEntrySet.entrySize }
        return (entry, offset + Int64(position))
    }

    /// The last entry and those that follow it, in the next cluster too.
    func set() -> ArraySlice<UInt8> {
        let size = ExFATEntrySet.entryLimit * ExFATEntrySet.entrySize
        let start = position - ExFATEntrySet.entrySize
        var set = Array(bytes[start..<min(bytes.count, start + size)])
        if set.count < size, index < clusters.count, let more = try? heap.bytes(ofCluster: clusters[index]) {
            set += more.prefix(size - set.count)
        }
        return set[...]
    }
}
