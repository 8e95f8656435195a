internal import Findings

/// Which clusters of an exFAT volume are in use: a bit for each, in a file that the root folder names.
final class ExFATBitmap: ClusterUse {
    private let heap: ClusterHeap
    /// The clusters of the bitmap itself.
    private let runs: [BlockRun]
    private static let pieceSize = 64 << 10
    private var piece: (index: Int64, bytes: [UInt8])?

    /// - Throws: when the bitmap's clusters cannot be found.
    init(_ content: ClusterPlanner.Content, _ boot: ExFATBoot) throws(EvidenceError) {
        heap = boot.heap
        let wanted = (boot.heap.clusterCount + 7) / 8
        let limit = wanted / UInt64(heap.clusterSize) + 2
        let chain = try boot.table.chain(from: content.firstCluster, atMost: limit)
        runs = chain.runs
        guard chain.clusterCount * UInt64(heap.clusterSize) >= wanted else {
            throw EvidenceError(
                .fileSystemDamaged, path: "exFAT",
                cause: "The bitmap of clusters in use has \(chain.clusterCount) clusters only")
        }
    }

    private func byte(at position: Int64) throws(EvidenceError) -> UInt8 {
        let index = position / Int64(Self.pieceSize)
        if piece?.index != index { piece = (index, try bytes(at: index * Int64(Self.pieceSize), Self.pieceSize)) }
        let skip = Int(position % Int64(Self.pieceSize))
        guard let bytes = piece?.bytes, skip < bytes.count else { return 0 }
        return bytes[skip]
    }

    /// - Returns: fewer bytes where the bitmap ends.
    private func bytes(at position: Int64, _ count: Int) throws(EvidenceError) -> [UInt8] {
        var (bytes, start): ([UInt8], Int64) = ([], 0)
        for run in runs {
            let length = Int64(run.blockCount) * heap.clusterSize
            defer { start += length }
            let wanted = position + Int64(bytes.count)
            guard bytes.count < count, wanted < start + length, let block = run.block,
                let offset = heap.offset(ofCluster: block)
            else { continue }
            let part = Int(min(Int64(count - bytes.count), start + length - wanted))
            bytes += try heap.bytes(at: offset + wanted - start, part)
        }
        return bytes
    }

    func isInUse(_ cluster: UInt64) throws(EvidenceError) -> Bool {
        guard heap.contains(cluster) else { return false }
        return try byte(at: Int64((cluster - 2) / 8)) & 1 << ((cluster - 2) % 8) != 0
    }

    func nextFree(from cluster: UInt64) throws(EvidenceError) -> UInt64? {
        var cluster = max(2, cluster)
        while heap.contains(cluster) {
            if (cluster - 2) % 8 == 0, try byte(at: Int64((cluster - 2) / 8)) == 0xFF {
                cluster += 8
            } else if try isInUse(cluster) {
                cluster += 1
            } else {
                return cluster
            }
        }
        return nil
    }

    func forEachRun(_ body: (_ clusters: Range<UInt64>, _ isInUse: Bool) throws -> Void) throws {
        var bits = BitRuns()
        let told = { (run: Range<UInt64>, isSet: Bool) in try body(run.lowerBound + 2..<run.upperBound + 2, isSet) }
        while bits.count < heap.clusterCount {
            let bytes = try bytes(at: Int64(bits.count / 8), Self.pieceSize)
            if bytes.isEmpty { break }
            try bits.add(bytes, limit: heap.clusterCount, told)
        }
        try bits.finish(told)
    }
}
