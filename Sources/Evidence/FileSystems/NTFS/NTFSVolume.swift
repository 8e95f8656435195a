internal import Findings

/// An NTFS volume that is open: its records, and which clusters are in use.
struct NTFSVolume: FileSystem {
    private let table: MasterFileTable
    private let device: any Device
    private let clusters: Result<NTFSClusters, EvidenceError>

    /// - Throws: when the volume's boot sector or the beginning of its master file table cannot be read.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        let table = try MasterFileTable(NTFSGeometry(of: volume, on: device), on: device)
        (self.table, self.device) = (table, device)
        clusters = Result { () throws(EvidenceError) in try NTFSClusters(table, on: device) }
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        try NTFSWalk(table, try? clusters.get(), on: device, recorder, skipping: skipped).run()
    }

    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        try clusters.get().forEachExtent(body)
    }
}
