internal import Findings

/// A volume whose file system libtsk reads.
struct TSKVolume: FileSystem {
    private let fileSystem: TSKFileSystem
    private let volume: Volume

    init(of volume: Volume, on device: any Device) throws(EvidenceError) {
        fileSystem = try TSKFileSystem(of: volume, on: device)
        self.volume = volume
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        let tree = TSKTree(fileSystem, recorder)
        try TreeWalk(tree, recorder, skipping: skipped).run()
    }

    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        var thrown: (any Error)?
        try fileSystem.forEachBlock { block, isAllocated in
            guard let offset = fileSystem.offset(ofBlock: block) else { return true }
            do {
                try body(offset, fileSystem.blockSize, isAllocated)
                return true
            } catch {
                thrown = error
                return false
            }
        }
        if let thrown { throw thrown }
    }
}
