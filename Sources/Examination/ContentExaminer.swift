public import Evidence
public import Findings
public import HashSets

/// The examination of some contents of one volume on their own, for whoever has no shards to come: see `ContentLanes`.
public final class ContentExaminer {
    private let volume: Volume
    private let device: any Device
    private let hashSets: [HashSetIndex]
    private let single = SingleShard()
    private let lanes: ContentLanes

    /// - Parameter device: the whole image: runs are ranges of the device, not of the volume.
    public init(of volume: Volume, on device: any Device, matching hashSets: [HashSetIndex]) {
        self.volume = volume
        self.device = device
        self.hashSets = hashSets
        lanes = ContentLanes { [single] in single.take() }
    }

    /// Examines the contents of some items.
    ///
    /// - Parameter observer: is told which item is read next, before each piece of it.
    /// - Returns: contents, hits and failures in the order of the items' ordinals.
    /// - Throws: `DigestError` when no digest can be computed at all.
    public func examine(_ items: [ItemToRead], reporting observer: any ExaminationObserver) throws -> ShardFindings {
        let collector = FindingsCollector(observer)
        single.shard = ContentShard(items, of: volume, on: device, matching: hashSets, reporting: collector)
        try lanes.run()
        return collector.findings
    }
}

private final class SingleShard {
    var shard: ContentShard?

    func take() -> ContentShard? {
        defer { shard = nil }
        return shard
    }
}

/// Keeps the findings, and passes the rest on.
private final class FindingsCollector: ExaminationObserver {
    private let observer: any ExaminationObserver
    private(set) var findings = ShardFindings()

    init(_ observer: any ExaminationObserver) { self.observer = observer }

    func willParse(address: String, path: [UInt8]) { observer.willParse(address: address, path: path) }
    func isReading(ordinal: Int64, byteCount: Int64) { observer.isReading(ordinal: ordinal, byteCount: byteCount) }
    func found(_ findings: ShardFindings, completes: Bool) { self.findings = findings }
}
