public import struct Findings.Timestamp

/// One value of a record, typed by what it means: each format prints it in its own way.
public enum FieldValue: Hashable, Sendable {
    /// No value: `null` in JSON, an empty cell in CSV, `–` in a table.
    case null
    case boolean(Bool)
    case text(String)
    /// A name as bytes of the disk: printed as UTF-8, what is not valid of it replaced by U+FFFD.
    case name([UInt8])
    /// Bytes that no text can hold, printed in base64 (RFC 4648, section 4).
    case base64([UInt8])
    /// A digest, printed in lower-case hex.
    case digest([UInt8])
    case integer(Int64)
    /// A number that may have a fraction; a table rounds it to three digits.
    case number(Double)
    /// How many there are; a table groups its digits.
    case count(Int64)
    /// A size in bytes; a table rounds it to a unit.
    case byteCount(Int64)
    /// A number of a file that may be larger than any size: up to 2^64-1.
    case unsigned(UInt64)
    /// A part of a whole, 0 … 1; a table shows per cent.
    case share(Double)
    /// Bytes a second; a table rounds them to a unit.
    case rate(Double)
    /// Seconds of work or waiting; a table rounds them.
    case seconds(Double)
    case time(Timestamp)
    case list([FieldValue])
    /// Named values within a field, in this order.
    case object([NamedValue])

    /// One entry of an `object`.
    public struct NamedValue: Hashable, Sendable {
        public let name: String
        public let value: FieldValue

        public init(_ name: String, _ value: FieldValue) {
            self.name = name
            self.value = value
        }
    }

    /// The value, or `null` where there is none: `FieldValue($0.label, as: FieldValue.text)`.
    public init<Wrapped>(_ value: Wrapped?, as kind: (Wrapped) -> FieldValue) {
        self = value.map(kind) ?? .null
    }

    /// The bytes of a name in base64, but only of one that is not valid UTF-8; else `null`: `path_bytes` beside `path`.
    public static func bytesUnlessText(_ name: [UInt8]) -> FieldValue {
        String(validating: name, as: UTF8.self) == nil ? .base64(name) : .null
    }
}
