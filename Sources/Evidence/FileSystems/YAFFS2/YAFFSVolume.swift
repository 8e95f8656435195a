internal import Findings

/// A YAFFS2 volume that is open (yaffs.net, "How YAFFS Works").
struct YAFFSVolume: FileSystem {
    private let log: YAFFSLog
    private let volume: Volume

    /// - Parameter stillParsing: is told again and again while the pages are read.
    /// - Throws: when no page of it can be understood.
    init(of volume: Volume, on device: any Device, _ stillParsing: () -> Void) throws(EvidenceError) {
        log = try YAFFSLog(of: volume, on: device, stillParsing)
        self.volume = volume
    }

    func recordItems(_ recorder: WalkRecorder, skipping skipped: Set<String>) throws {
        let tree = YAFFSTree(log, volume: volume, ceilings: recorder.ceilings)
        try TreeWalk(tree, recorder, skipping: skipped).run()
    }

    /// Pages of objects in use, with their spare areas, are in use.
    func forEachExtent(_ body: (_ offset: Int64, _ byteCount: Int64, _ isInUse: Bool) throws -> Void) throws {
        var used: Set<UInt32> = []
        for object in log.objects.values where !object.isDeleted {
            if let page = object.headerPage { used.insert(page) }
            for chunk in object.chunks.values { used.insert(chunk.page) }
        }
        for page in 0..<UInt32(clamping: log.pageCount) {
            try body(log.offset(ofPage: page), log.layout.stride, used.contains(page))
        }
    }
}
