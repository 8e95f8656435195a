internal import Evidence
internal import Findings
internal import HashSets

/// What was found of the contents of one volume, in whatever order they ended.
struct ContentFindings {
    private let volume: Int32
    private let hashSets: [HashSetIndex]
    private var contents: [Content] = []
    private var hits: [Hit] = []
    private var failures: [Failure] = []

    init(volume: Int32, hashSets: [HashSetIndex]) {
        self.volume = volume
        self.hashSets = hashSets
    }

    /// Notes a content that was read whole.
    mutating func add(_ item: ItemToRead, digests: Digests, type: String?) {
        contents.append(Content(ordinal: item.ordinal, state: .examined, digests: digests, type: type))
        for set in hashSets {
            for match in set.matches(for: digests) {
                hits.append(
                    Hit(
                        ordinal: item.ordinal, hashSet: set.sha256, algorithm: match.algorithm, entry: match.entry,
                        category: match.category))
            }
        }
    }

    /// Notes a content whose runs could not all be read.
    mutating func add(_ item: ItemToRead, lost cursor: ContentCursor, type: String?) {
        add(item, isPartial: cursor.hasRead, type: type)
        failures += cursor.damage.failures(scope: .item, volume: volume, ordinal: item.ordinal, stage: .content)
        if let shortfall = cursor.shortfall { add(item, shortfall) }
    }

    /// Notes a content that the file system's parser could not read whole.
    mutating func add(_ item: ItemToRead, lost error: EvidenceError, isPartial: Bool, type: String?) {
        add(item, isPartial: isPartial, type: type)
        failures.append(error.failure(scope: .item, volume: volume, ordinal: item.ordinal, stage: .content))
    }

    /// Notes a content that is not as long as its metadata says.
    mutating func add(_ item: ItemToRead, endingAfter byteCount: Int64, type: String?) {
        add(item, isPartial: byteCount > 0, type: type)
        add(item, .runsEnd(after: byteCount, of: item.byteCount))
    }

    private mutating func add(_ item: ItemToRead, isPartial: Bool, type: String?) {
        contents.append(
            Content(ordinal: item.ordinal, state: isPartial ? .partial : .failed, type: isPartial ? type : nil))
    }

    private mutating func add(_ item: ItemToRead, _ shortfall: ContentShortfall) {
        failures.append(
            Failure(
                scope: .item, volume: volume, ordinal: item.ordinal, range: shortfall.range, stage: .content,
                reason: shortfall.reason, detail: shortfall.detail))
    }

    /// In the order of ordinals; hits of one content in the order of the sets, failures of one in the order they were met.
    var inOrder: ShardFindings {
        ShardFindings(
            volume: volume, contents: contents.inOrder(of: \.ordinal), hits: hits.inOrder(of: \.ordinal),
            failures: failures.inOrder { $0.ordinal ?? -1 })
    }
}

extension Array {
    /// Sorted by a number; what has the same keeps its order.
    fileprivate func inOrder(of number: (Element) -> Int64) -> [Element] {
        enumerated()
            .sorted { (number($0.element), $0.offset) < (number($1.element), $1.offset) }
            .map(\.element)
    }
}
