public import Evidence
public import Findings
public import HashSets

/// The contents of one shard while they are examined: what waits, what is underway, and what was found.
public final class ContentShard {
    let device: any Device
    let observer: any ExaminationObserver
    private let parser: ParserReading
    private var waiting: ArraySlice<ItemToRead>
    private var underwayCount = 0
    private var found: ContentFindings
    private var isReported = false

    /// - Parameter items: of one volume, in the order in which they lie on the disk.
    /// - Parameter device: the whole image: runs are ranges of the device, not of the volume.
    /// - Parameter observer: is told which item is read next, before each piece of it.
    public init(
        _ items: [ItemToRead], of volume: Volume, on device: any Device, matching hashSets: [HashSetIndex],
        reporting observer: any ExaminationObserver
    ) {
        self.device = device
        self.observer = observer
        parser = ParserReading(of: volume, on: device)
        let ordered = ContentOrder(of: items).items
        waiting = ordered[...]
        found = ContentFindings(volume: volume.index, hashSets: hashSets)
        let runs = ordered.flatMap(\.runs)
        device.expect(runs.compactMap { run in run.offset.map { ByteRange(offset: $0, byteCount: run.byteCount) } })
    }

    /// Hands in the findings once nothing waits and nothing is underway: contents, hits and failures in the order of the
    /// items' ordinals, the same for the same evidence, whatever else is examined at the same time.
    func reportIfEnded() throws {
        guard !isReported, waiting.isEmpty, underwayCount == 0 else { return }
        isReported = true
        try observer.found(found.inOrder, completes: true)
    }

    /// The next content to be read in a lane; nil when none is left.
    /// - Throws: `DigestError` when the digests of a long content that only the parser can read cannot be computed.
    func next() throws -> ContentUnderway? {
        while let item = waiting.popFirst() {
            guard let content = try open(item) else { continue }
            underwayCount += 1
            return content
        }
        return nil
    }

    private func open(_ item: ItemToRead) throws -> ContentUnderway? {
        switch item.reading {
        case .nothing: return nil
        case .runs: return ContentUnderway(item, of: self, reading: ContentCursor(item))
        case .inline(let bytes): return ContentUnderway(item, of: self, bytes: bytes)
        case .parser: return try parse(item).map { ContentUnderway(item, of: self, bytes: $0) }
        }
    }

    /// Has the file system's parser read an item.
    /// - Returns: the bytes of a short one, to be digested in a lane; nil when there is nothing left to do.
    private func parse(_ item: ItemToRead) throws -> [UInt8]? {
        do {
            if item.byteCount <= ParserReading.shortByteCount {
                return try parser.bytes(of: item, reporting: observer)
            }
            let (digests, type) = try parser.digests(of: item, reporting: observer)
            found.add(item, digests: digests, type: type)
        } catch let loss as ParserReading.Loss {
            found.add(item, lost: loss.cause, isPartial: loss.byteCount > 0, type: loss.type)
        }
        return nil
    }

    /// Notes the end of a content that was read whole, or of as many bytes as there were.
    func end(_ content: ContentUnderway, byteCount: Int64, digests: Digests) {
        underwayCount -= 1
        if byteCount == content.item.byteCount {
            found.add(content.item, digests: digests, type: content.type)
        } else {
            found.add(content.item, endingAfter: byteCount, type: content.type)
        }
    }

    /// Notes that a content cannot be read whole.
    func abandon(_ content: ContentUnderway, at cursor: ContentCursor) {
        underwayCount -= 1
        found.add(content.item, lost: cursor, type: content.type)
    }
}
