/// A record, or one field of it, that was skipped: where it stands, and why.
public struct Rejection: Hashable, Sendable, Codable {
    /// The record's number in the file, from 1.
    public var record: Int64
    /// The line on which the record starts, from 1; nil in formats without lines.
    public var line: Int?
    /// The byte of the file at which the record starts; nil in databases.
    public var offset: Int64?
    public var level: Level
    /// The field that was dropped: `md5`, `sha1`, `sha256`, `category` or `size`; nil when it is the whole record.
    public var field: String?
    /// One word: `wrong-length`, `not-hex`, `not-a-digest`, `too-few-columns`, …
    public var reason: Reason
    /// The beginning of what stands there; everything but printable ASCII is escaped.
    public var value: String

    public enum Level: String, Hashable, Sendable, Codable {
        /// There is no entry for the record.
        case record
        /// The entry is there, without this field.
        case field
    }

    public enum Reason: String, Hashable, Sendable, Codable {
        case wrongLength = "wrong-length"
        case notHexadecimal = "not-hex"
        case notADigest = "not-a-digest"
        case noDigest = "no-digest"
        case unknownAlgorithm = "unknown-algorithm"
        case tooFewColumns = "too-few-columns"
        case tooManyColumns = "too-many-columns"
        case badQuoting = "bad-quoting"
        case badEscape = "bad-escape"
        case notANumber = "not-a-number"
        case outOfRange = "out-of-range"
        case notText = "not-text"
        case notAnObject = "not-an-object"
        case tooLong = "too-long"
    }

    init(
        at place: RecordPlace, level: Level = .record, field: String? = nil, _ reason: Reason,
        value: some Sequence<UInt8>
    ) {
        (record, line, offset) = (place.record, place.line, place.offset)
        (self.level, self.field, self.reason) = (level, field, reason)
        self.value = Quotation.of(value)
    }
}

/// Where a record stands in its file.
struct RecordPlace: Hashable, Sendable {
    var record: Int64
    var line: Int?
    var offset: Int64?
}
