internal import Findings
internal import struct Foundation.Date

/// A value that a column holds, read from PostgreSQL's binary format.
protocol ColumnValue {
    /// - Parameter bytes: the value's bytes; nil is NULL.
    /// - Returns: nil when the bytes are no such value.
    static func decode(_ bytes: borrowing Span<UInt8>) -> Self?
    /// What NULL is; nil when the column cannot be NULL.
    static var null: Self? { get }
}

extension ColumnValue {
    static var null: Self? { nil }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> Wrapped?? {
        guard let value = Wrapped.decode(bytes) else { return nil }
        return .some(value)
    }
    static var null: Wrapped?? { .some(nil) }
}

extension FixedWidthInteger {
    /// A big-endian number of exactly this width.
    init?(bigEndian bytes: borrowing Span<UInt8>, at start: Int = 0) {
        guard start >= 0, bytes.count - start >= Self.bitWidth / 8 else { return nil }
        var value: Self = 0
        for place in start..<start + Self.bitWidth / 8 { value = value << 8 | Self(truncatingIfNeeded: bytes[place]) }
        self = value
    }
}

extension Int16: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> Int16? { bytes.count == 2 ? Int16(bigEndian: bytes) : nil }
}

extension Int32: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> Int32? { bytes.count == 4 ? Int32(bigEndian: bytes) : nil }
}

extension Int64: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> Int64? { bytes.count == 8 ? Int64(bigEndian: bytes) : nil }
}

extension Bool: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> Bool? { bytes.count == 1 ? bytes[0] != 0 : nil }
}

extension String: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> String? {
        String(decoding: [UInt8].decode(bytes) ?? [], as: UTF8.self)
    }
}

extension [UInt8]: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> [UInt8]? {
        unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }
}

extension StoreTime: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> StoreTime? {
        Int64.decode(bytes).map(StoreTime.init(microseconds:))
    }
}

extension Date: ColumnValue {
    static func decode(_ bytes: borrowing Span<UInt8>) -> Date? { StoreTime.decode(bytes)?.date }
}

/// A `jsonb` document: a version, 1, and its text.
struct JSONText: ColumnValue {
    let text: String

    static func decode(_ bytes: borrowing Span<UInt8>) -> JSONText? {
        guard bytes.count > 1, bytes[0] == 1 else { return nil }
        return String.decode(bytes.extracting(droppingFirst: 1)).map(JSONText.init(text:))
    }
}

/// A `bigint[]`.
struct Int64s: ColumnValue {
    let values: [Int64]

    static func decode(_ bytes: borrowing Span<UInt8>) -> Int64s? {
        guard let dimensions = Int32(bigEndian: bytes) else { return nil }
        guard dimensions == 1, let count = Int32(bigEndian: bytes, at: 12) else {
            return dimensions == 0 ? Int64s(values: []) : nil
        }
        var values: [Int64] = []
        for place in 0..<Int(count) {
            guard let value = Int64(bigEndian: bytes, at: 20 + 12 * place + 4) else { return nil }
            values.append(value)
        }
        return Int64s(values: values)
    }
}

/// A `text[]`.
struct Texts: ColumnValue {
    let values: [String]

    static func decode(_ bytes: borrowing Span<UInt8>) -> Texts? {
        ByteStrings.decode(bytes).map { Texts(values: $0.values.map { String(decoding: $0, as: UTF8.self) }) }
    }
}

/// A `bytea[]`.
struct ByteStrings: ColumnValue {
    let values: [[UInt8]]

    static func decode(_ bytes: borrowing Span<UInt8>) -> ByteStrings? {
        guard let dimensions = Int32(bigEndian: bytes) else { return nil }
        guard dimensions == 1, let count = Int32(bigEndian: bytes, at: 12) else {
            return dimensions == 0 ? ByteStrings(values: []) : nil
        }
        var (values, offset): ([[UInt8]], Int) = ([], 20)
        for _ in 0..<count {
            guard let length = Int32(bigEndian: bytes, at: offset), length >= 0, bytes.count - offset - 4 >= length
            else { return nil }
            values.append([UInt8].decode(bytes.extracting(offset + 4..<offset + 4 + Int(length))) ?? [])
            offset += 4 + Int(length)
        }
        return ByteStrings(values: values)
    }
}
