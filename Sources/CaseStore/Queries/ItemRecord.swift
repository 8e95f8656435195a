public import Findings

/// An item with what its examination has found, as the store tells it.
public struct ItemRecord: Hashable, Sendable {
    public let caseReference: String
    public let exhibit: String
    /// Where the item's volume starts on the device, in bytes.
    public let volumeOffset: Int64?
    /// The volume's file system.
    public let fileSystem: String?
    /// The volume's index.
    public let volume: Int32
    /// As the walk described it; how its content was read is not kept: `reading` is `.nothing`.
    public let item: Item
    /// Its paths besides `item.path`, in byte order.
    public let furtherPaths: [[UInt8]]
    /// What the read of its content yielded; nil while it has not been read, and for items without content.
    public let content: Content?

    public var identifier: ItemIdentifier {
        ItemIdentifier(volume: volume, address: item.address, stream: item.stream)
    }
}

extension ItemRecord {
    static let columns = """
        cases.reference, exhibits.reference, volumes.start, volumes.file_system, items.volume, items.ordinal,
        items.address, items.stream, items.path, items.kind::text, items.is_allocated, items.is_overwritten,
        items.byte_count, items.created, items.modified, items.accessed, items.changed, items.nanoseconds,
        items.far_times, items.link_target, items.runs, items.slack,
        ARRAY(SELECT path FROM further_paths WHERE \(ItemFilter.sameItem("further_paths")) ORDER BY path),
        contents.state::text, contents.md5, contents.sha1, contents.sha256, contents.type
        """

    static let tables = "items \(joins)"

    /// What else a record of `items` is made of.
    static let joins = """
        JOIN exhibits ON exhibits.exhibit_id = items.exhibit_id JOIN cases ON cases.case_id = exhibits.case_id
        LEFT JOIN volumes ON volumes.exhibit_id = items.exhibit_id AND volumes.volume = items.volume
        LEFT JOIN contents ON \(ItemFilter.sameItem("contents"))
        """

    init(reading row: inout Row) throws(StoreError) {
        caseReference = try row.next()
        exhibit = try row.next()
        volumeOffset = try row.next()
        fileSystem = try row.next()
        volume = try row.next()
        item = try Item(reading: &row)
        furtherPaths = try row.next(ByteStrings.self).values
        content = try Content(reading: &row, ordinal: item.ordinal)
    }
}

extension Item {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        let ordinal: Int64 = try row.next()
        let (address, stream, path): (String, [UInt8]?, [UInt8]) = (try row.next(), try row.next(), try row.next())
        let kind = Kind(rawValue: try row.next()) ?? .other
        let (isAllocated, isOverwritten): (Bool, Bool) = (try row.next(), try row.next())
        let byteCount: Int64? = try row.next()
        let times = try ItemTimes(reading: &row).exact
        let linkTarget: [UInt8]? = try row.next()
        let runs = try row.next(Int64s?.self)?.pairs ?? []
        let slack = try row.next(Int64s?.self)?.pairs ?? []
        self.init(
            ordinal: ordinal, address: address, stream: stream, path: path, kind: kind, isAllocated: isAllocated,
            isOverwritten: isOverwritten, byteCount: byteCount, created: times[0], modified: times[1],
            accessed: times[2], changed: times[3], linkTarget: linkTarget,
            runs: runs.map { Run(offset: $0 < 0 ? nil : $0, byteCount: $1) },
            slack: slack.map { ByteRange(offset: $0, byteCount: $1) }, reading: .nothing)
    }
}

extension ItemTimes {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        let stored: [StoreTime?] = [try row.next(), try row.next(), try row.next(), try row.next()]
        let nanoseconds: Int64? = try row.next()
        self.init(stored: stored, nanoseconds: nanoseconds, far: try row.next(Int64s?.self)?.values ?? [])
    }
}

extension Content {
    fileprivate init?(reading row: inout Row, ordinal: Int64) throws(StoreError) {
        let name: String? = try row.next()
        let (md5, sha1, sha256): ([UInt8]?, [UInt8]?, [UInt8]?) = (try row.next(), try row.next(), try row.next())
        let type: String? = try row.next()
        guard let state = name.flatMap(State.init) else { return nil }
        var digests: Digests?
        if let md5, let sha1, let sha256 { digests = Digests(md5: md5, sha1: sha1, sha256: sha256) }
        self.init(ordinal: ordinal, state: state, digests: digests, type: type)
    }
}

extension Int64s {
    /// Offsets in the first half, each with its length from the second.
    fileprivate var pairs: [(Int64, Int64)] {
        Array(zip(values.prefix(values.count / 2), values.suffix(values.count / 2)))
    }
}
