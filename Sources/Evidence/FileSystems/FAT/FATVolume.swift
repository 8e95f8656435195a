internal import Findings

/// A FAT12, FAT16 or FAT32 volume that is open.
struct FATVolume: FileSystem {
    private let boot: FATBoot

    /// - Throws: when the volume's boot sector cannot be used.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        boot = try FATBoot(of: volume, on: device)
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        if let missing = boot.missingTable {
            try recorder.record(
                .fileSystemDamaged, at: nil,
                "The boot sector names table \(missing) as the active one, and there is none; the first is used")
        }
        boot.table.readBits(recorder.stillParsing)
        try TableAudit(boot.table, recorder.stillParsing).run(recorder)
        try TreeWalk(FATTree(boot, stillParsing: recorder.stillParsing), recorder, skipping: skipped).run()
    }

    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        try boot.heap.forEachExtent(by: boot.table, body)
    }
}

extension ClusterHeap {
    /// Tells the device's ranges that clusters fill, joined where they are alike.
    func forEachExtent(
        by use: any ClusterUse, _ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void
    ) throws {
        try use.forEachRun { clusters, isInUse in
            guard let offset = offset(ofCluster: clusters.lowerBound) else { return }
            try body(offset, Int64(clusters.count) * clusterSize, isInUse)
        }
    }
}
