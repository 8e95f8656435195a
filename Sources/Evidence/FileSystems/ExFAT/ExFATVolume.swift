internal import Findings

/// An exFAT volume that is open.
struct ExFATVolume: FileSystem {
    private let boot: ExFATBoot
    private let bitmap: Result<ExFATBitmap, EvidenceError>

    /// - Throws: when the volume's boot sector cannot be used.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let boot = try ExFATBoot(of: volume, on: device)
        self.boot = boot
        bitmap = Result { () throws(EvidenceError) in try ExFATBitmap(Self.bitmap(of: boot), boot) }
    }

    /// The bitmap's entry is one of the first in the root folder.
    private static func bitmap(of boot: ExFATBoot) throws(EvidenceError) -> ClusterPlanner.Content {
        let bytes = try boot.heap.bytes(ofCluster: boot.rootCluster)[...]
        for offset in stride(from: 0, to: bytes.count, by: ExFATEntrySet.entrySize)
        where bytes.byte(offset) == ExFATEntrySet.Kind.bitmap.rawValue
            && (bytes.byte(offset + 1) ?? 0) & 1 == boot.activeBitmap
        {
            let size = bytes.le64(offset + 24) ?? 0
            return .init(firstCluster: UInt64(bytes.le32(offset + 20) ?? 0), byteCount: size)
        }
        throw EvidenceError(
            .fileSystemDamaged, path: "exFAT", cause: "The root folder does not name the bitmap of clusters in use")
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        // Without the bitmap the table is the next best: it knows all clusters but those of contiguous files.
        let use: any ClusterUse = (try? bitmap.get()) ?? boot.table
        if use === boot.table { boot.table.readBits(recorder.stillParsing) }
        try TableAudit(boot.table, recorder.stillParsing).run(recorder)
        try TreeWalk(ExFATTree(boot, use, stillParsing: recorder.stillParsing), recorder, skipping: skipped).run()
    }

    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        try boot.heap.forEachExtent(by: bitmap.get(), body)
    }
}
