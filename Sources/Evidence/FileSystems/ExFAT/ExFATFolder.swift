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

    /// - Parameter isFree: whether its first cluster is marked as free although the folder is in use.
    init(
        _ content: ClusterPlanner.Content, _ boot: ExFATBoot, isAllocated: Bool, isFree: Bool, isRoot: Bool
    ) throws(EvidenceError) {
        heap = boot.heap
        guard isAllocated else {
            // The chain of a deleted folder is gone: without a stated row its first cluster is all that is known.
            let count = content.isContiguous ? Self.clusterCount(of: content, heap) : 1
            clusters = FolderClusters(rowFrom: content.firstCluster, count: max(1, count), in: heap).clusters
            return
        }
        let stated = Self.clusterCount(of: content, heap)
        var found =
            content.isContiguous
            ? FolderClusters(rowFrom: content.firstCluster, count: max(1, stated), in: heap)
            : try FolderClusters(from: content.firstCluster, in: boot.table, byteLimit: Self.byteLimit)
        if content.byteCount > Self.byteLimit {
            found.note(
                .itemLimit, "The folder's size is \(content.byteCount) bytes; one has at most \(Self.byteLimit)")
        } else if !isRoot, stated != UInt64(found.clusters.count) {
            let has = UInt64(found.clusters.count) * UInt64(heap.clusterSize)
            found.note(
                has < content.byteCount ? .chainShorterThanSize : .damagedEntry,
                "The folder's size is \(content.byteCount) bytes, and its clusters have \(has): all of them are listed")
        }
        if isFree {
            found.note(
                .damagedEntry,
                "The folder begins at cluster \(content.firstCluster), which the bitmap says is free; it is listed")
        }
        (clusters, damage) = (found.clusters, found.damage)
    }

    /// How many clusters its size asks for.
    private static func clusterCount(of content: ClusterPlanner.Content, _ heap: ClusterHeap) -> UInt64 {
        let (size, stated) = (UInt64(heap.clusterSize), min(content.byteCount, byteLimit))
        return stated / size + (stated % size > 0 ? 1 : 0)
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

    /// The next entry, and where on the device it lies; nil at the folder's end. What cannot be read is left out.
    func next() throws -> (entry: ArraySlice<UInt8>, position: Int64)? {
        while position >= bytes.count {
            guard index < clusters.count else { return nil }
            bytes = cluster(at: index)
            (index, position) = (index + 1, 0)
        }
        guard let offset = heap.offset(ofCluster: clusters[index - 1]) else { return nil }
        let entry = bytes[position..<min(bytes.count, position + ExFATEntrySet.entrySize)]
        defer { position += ExFATEntrySet.entrySize }
        return (entry, offset + Int64(position))
    }

    /// What can be read of a cluster. In the rest there are no entries.
    private func cluster(at index: Int) -> [UInt8] {
        guard let offset = heap.offset(ofCluster: clusters[index]) else { return [] }
        let (bytes, damage) = heap.readableBytes(
            at: offset, Int(heap.clusterSize), filler: ExFATEntrySet.Kind.unusedEntry)
        self.damage = self.damage ?? damage
        return bytes
    }

    /// The last entry and those that follow it, in the next clusters too.
    func set() -> ArraySlice<UInt8> {
        let start = position - ExFATEntrySet.entrySize
        let size = (Int(bytes[start...].byte(1) ?? 0) + 1) * ExFATEntrySet.entrySize
        var set = Array(bytes[start..<min(bytes.count, start + size)])
        var following = index
        while set.count < size, following < clusters.count {
            set += cluster(at: following).prefix(size - set.count)
            following += 1
        }
        return set[...]
    }
}
