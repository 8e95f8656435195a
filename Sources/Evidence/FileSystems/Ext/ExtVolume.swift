internal import Findings

/// An ext2, ext3 or ext4 volume that is open.
struct ExtVolume: FileSystem {
    private let groups: ExtGroups

    /// - Throws: when the volume's superblock cannot be read.
    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        groups = ExtGroups(
            try ExtSuperblock(of: volume, on: device), start: volume.range.offset, on: device)
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        if groups.superblock.needsRecovery {
            try recorder.record(
                .fileSystemDamaged, at: nil,
                "The file system was not unmounted: its journal holds changes that were not made in their place yet, and "
                    + "is not replayed. Files and folders are as they were before these")
        }
        try TreeWalk(ExtTree(groups, recorder), recorder, skipping: skipped).run()
    }

    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        try groups.forEachExtent { first, count, isInUse in
            guard let offset = groups.offset(ofBlock: first),
                let byteCount = Int64(clamping: count).multiplied(by: groups.superblock.blockSize)
            else { return }
            try body(offset, byteCount, isInUse)
        }
    }
}
