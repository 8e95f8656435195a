internal import Findings

/// Which clusters of the volume are in use, by its bitmap.
struct NTFSClusters {
    private let geometry: NTFSGeometry
    private let bitmap: NTFSStreamReader
    private static let record: UInt64 = 6
    private static let pieceSize = 64 << 10

    /// - Throws: when the file `$Bitmap` cannot be read.
    init(_ table: MasterFileTable, on device: any Device) throws(EvidenceError) {
        geometry = table.geometry
        do {
            let streams = try table.file(at: Self.record).streams
            guard let data = streams.first(where: { $0.type == .data && $0.name == nil }) else {
                throw NTFSDamage("it has no content")
            }
            bitmap = try NTFSStreamReader(data, geometry, device)
        } catch {
            throw Self.refusal((error as? NTFSDamage)?.words ?? "\(error)")
        }
    }

    private static func refusal(_ words: String) -> EvidenceError {
        EvidenceError(
            .fileSystemDamaged, path: "the file $Bitmap", cause: "What is in use cannot be told: \(words)")
    }

    /// Whether any cluster of the runs is in use; false where that cannot be read.
    func holdAny(of runs: [Run]) -> Bool {
        runs.contains { run in
            guard let range = run.range, range.byteCount > 0 else { return false }
            let first = (range.offset - geometry.start) / geometry.clusterSize
            let last = (range.end - 1 - geometry.start) / geometry.clusterSize
            return (try? isAnyInUse(first...last)) ?? false
        }
    }

    private func isAnyInUse(_ clusters: ClosedRange<Int64>) throws(EvidenceError) -> Bool {
        var position = clusters.lowerBound / 8
        let last = clusters.upperBound / 8
        while position <= last {
            let bytes = try bitmap.bytes(at: position, Int(min(Int64(Self.pieceSize), last - position + 1)))
            if bytes.isEmpty { return false }
            for (index, byte) in bytes.enumerated() where byte != 0 {
                let base = (position + Int64(index)) * 8
                for bit in 0..<Int64(8) where byte & 1 << bit != 0 && clusters.contains(base + bit) { return true }
            }
            position += Int64(bytes.count)
        }
        return false
    }

    /// Tells all clusters in order, joined where they are alike.
    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        var runs = BitRuns()
        let told = { (clusters: Range<UInt64>, isInUse: Bool) in
            guard let offset = geometry.offset(ofCluster: clusters.lowerBound),
                let byteCount = Int64(clusters.count).multiplied(by: geometry.clusterSize)
            else { return }
            try body(offset, byteCount, isInUse)
        }
        while runs.count < geometry.clusterCount {
            let bytes = try bitmap.bytes(at: Int64(runs.count / 8), Self.pieceSize)
            if bytes.isEmpty { throw Self.refusal("it ends at cluster \(runs.count)") }
            try runs.add(bytes, limit: geometry.clusterCount, told)
        }
        try runs.finish(told)
    }
}
