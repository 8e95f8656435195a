internal import Findings

/// An ISO 9660 volume that is open.
struct ISOVolume: FileSystem {
    private let records: ISORecords
    private let volume: Volume

    /// - Throws: when the volume's descriptors cannot be read.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        records = try ISORecords(of: volume, on: device)
        self.volume = volume
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        let tree = ISOTree(records, recorder)
        try TreeWalk(tree, recorder, skipping: skipped).run()
    }

    /// A disc has no free blocks: what no file has is its own.
    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        try body(volume.range.offset, records.descriptors.byteCount, true)
    }
}
