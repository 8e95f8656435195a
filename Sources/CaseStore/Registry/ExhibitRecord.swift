public import Findings
public import struct Foundation.Date

/// An exhibit as the store holds it.
public struct ExhibitRecord: Hashable, Sendable {
    public let id: ExhibitID
    public let caseReference: String
    public let reference: String
    public let path: String
    public let files: [ExhibitRegistration.ImageFile]
    public let options: [String: String]
    public let requestedDigests: [StoredDigest]
    public let state: State
    public let registeredAt: Date
    public let finishedAt: Date?
    /// What the survey said; nil until it has landed.
    public let image: ImageDescription?

    public enum State: String, Hashable, Sendable {
        case registered, examining, done
    }
}

extension ExhibitRecord {
    static let sql = """
        SELECT exhibit_id, cases.reference, exhibits.reference, path, files, options, requested_digests,
            exhibits.state, registered_at, finished_at, format, byte_count, sector_size, stored_digests, acquisition
        FROM exhibits JOIN cases USING (case_id)
        """

    init(reading row: inout Row) throws(StoreError) {
        id = ExhibitID(try row.next())
        caseReference = try row.next()
        reference = try row.next()
        path = try row.next()
        files = try StoredJSON.decode(try row.next(JSONText.self).text)
        options = try StoredJSON.decode(try row.next(JSONText.self).text)
        requestedDigests = try Self.digests(try row.next(JSONText.self))
        state = State(rawValue: try row.next()) ?? .registered
        registeredAt = try row.next()
        finishedAt = try row.next()
        image = try Self.image(reading: &row)
    }

    private static func image(reading row: inout Row) throws(StoreError) -> ImageDescription? {
        guard let format: String = try row.next() else { return nil }
        let (byteCount, sectorSize): (Int64, Int32) = (try row.next(), try row.next())
        let stored = try digests(try row.next(JSONText.self))
        let acquisition: [String: String] = try StoredJSON.decode(try row.next(JSONText.self).text)
        return ImageDescription(
            format: format, byteCount: byteCount, sectorSize: sectorSize, storedDigests: stored,
            acquisition: acquisition)
    }

    private static func digests(_ json: JSONText) throws(StoreError) -> [StoredDigest] {
        let records: [StoredDigestRecord] = try StoredJSON.decode(json.text)
        return records.compactMap(\.digest)
    }
}
