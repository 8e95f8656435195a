public import Findings

/// A failure with the exhibit that it is about.
public struct FailureRecord: Hashable, Sendable {
    public let caseReference: String
    public let exhibit: String
    /// Where the failure's volume starts on the device, in bytes.
    public let volumeOffset: Int64?
    public let failure: Failure
    /// The item that it is about; nil where it is about none that the walk has listed.
    public let item: ItemIdentifier?
    /// The first path of that item.
    public let itemPath: [UInt8]?
}

extension FailureRecord {
    static let columns = """
        cases.reference, exhibits.reference, volumes.start, failures.scope, failures.volume, failures.ordinal,
        failures.address, failures.path, failures.start, failures.byte_count, failures.stage, failures.reason,
        failures.detail, items.address, items.stream, items.path
        """

    static let tables = """
        failures JOIN exhibits ON exhibits.exhibit_id = failures.exhibit_id
        JOIN cases ON cases.case_id = exhibits.case_id
        LEFT JOIN volumes ON volumes.exhibit_id = failures.exhibit_id AND volumes.volume = failures.volume
        LEFT JOIN items ON \(ItemFilter.sameItem("failures"))
        """

    /// By exhibit, from the whole to its parts.
    static let orderClause = """
        ORDER BY failures.exhibit_id, failures.volume NULLS FIRST, failures.ordinal NULLS FIRST,
            failures.start NULLS FIRST, failures.byte_count, failures.path, failures.address COLLATE "C",
            failures.scope COLLATE "C", failures.stage COLLATE "C", failures.reason COLLATE "C",
            failures.detail COLLATE "C"
        """

    init(reading row: inout Row) throws(StoreError) {
        caseReference = try row.next()
        exhibit = try row.next()
        volumeOffset = try row.next()
        let failure = try Failure(reading: &row)
        let (address, stream): (String?, [UInt8]?) = (try row.next(), try row.next())
        self.failure = failure
        item = failure.volume.flatMap { volume in
            address.map { ItemIdentifier(volume: volume, address: $0, stream: stream) }
        }
        itemPath = try row.next()
    }
}

extension Failure {
    fileprivate init(reading row: inout Row) throws(StoreError) {
        let scope: String = try row.next()
        let (volume, ordinal): (Int32?, Int64?) = (try row.next(), try row.next())
        let (address, path): (String?, [UInt8]?) = (try row.next(), try row.next())
        let (start, byteCount): (Int64?, Int64?) = (try row.next(), try row.next())
        let (stage, reason): (String, String) = (try row.next(), try row.next())
        guard let scope = Scope(rawValue: scope), let stage = Stage(rawValue: stage),
            let reason = Reason(rawValue: reason)
        else { throw StoreError(.schemaNewer, cause: "the store holds a failure \(scope) \(stage) \(reason)") }
        var range: ByteRange?
        if let start, let byteCount { range = ByteRange(offset: start, byteCount: byteCount) }
        self.init(
            scope: scope, volume: volume, ordinal: ordinal, address: address, path: path, range: range, stage: stage,
            reason: reason, detail: try row.next())
    }
}
