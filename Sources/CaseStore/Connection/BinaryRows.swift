/// Rows and values in PostgreSQL's binary format (manual: COPY, "Binary Format"; the send functions of each type):
/// big-endian numbers, each value behind its length.
struct BinaryRows {
    private(set) var bytes: [UInt8] = []

    /// Begins a row of COPY's binary format.
    mutating func beginRow(columns: Int16) { write(columns) }

    // MARK: Values behind their lengths, as a row has them

    mutating func append(_ value: Int16?) { appendNumber(value) }
    mutating func append(_ value: Int32?) { appendNumber(value) }
    mutating func append(_ value: Int64?) { appendNumber(value) }
    mutating func append(_ value: Bool) { appendNumber(UInt8(value ? 1 : 0)) }
    mutating func append(_ value: StoreTime?) { append(value?.microseconds) }

    mutating func append(_ value: [UInt8]?) {
        guard let value else { return appendNull() }
        write(Int32(clamping: value.count))
        write(value)
    }

    mutating func append(_ value: String?) {
        guard let value else { return appendNull() }
        appendCounted { $0.write(text: value) }
    }

    /// A JSON document as `jsonb`: a version, 1, and its text.
    mutating func append(json value: String) {
        appendCounted {
            $0.write(UInt8(1))
            $0.write(text: value)
        }
    }

    /// `bigint[]`; nil and an empty array are both NULL, which costs a bit instead of 20 bytes.
    mutating func append(_ values: [Int64]) {
        guard !values.isEmpty else { return appendNull() }
        appendCounted { $0.write(array: values) }
    }

    mutating func appendNull() { write(Int32(-1)) }

    private mutating func appendNumber<Number: FixedWidthInteger>(_ value: Number?) {
        guard let value else { return appendNull() }
        write(Int32(Number.bitWidth / 8))
        write(value)
    }

    private mutating func appendCounted(_ encode: (inout BinaryRows) -> Void) {
        let start = bytes.count
        write(Int32(0))
        encode(&self)
        let count = Int32(clamping: bytes.count - start - 4)
        for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: count >> (24 - 8 * Int32(place))) }
    }

    // MARK: Bare values

    mutating func write<Number: FixedWidthInteger>(_ value: Number) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func write(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// UTF-8. PostgreSQL's text knows no NUL: its visible symbol U+2400 takes its place.
    mutating func write(text: String) {
        if text.utf8.contains(0) {
            bytes.append(
                contentsOf: text.split(separator: "\0", omittingEmptySubsequences: false).joined(separator: "\u{2400}")
                    .utf8)
        } else {
            bytes.append(contentsOf: text.utf8)
        }
    }

    mutating func write(array values: [Int64]) { write(arrayOf: 20, values) { $0.write($1) } }
    mutating func write(array values: [Int32]) { write(arrayOf: 23, values) { $0.write($1) } }

    /// A one-dimensional array without NULLs (PostgreSQL: `array_send`).
    mutating func write<Element>(
        arrayOf type: UInt32, _ values: [Element], _ encode: (inout BinaryRows, Element) -> Void
    ) {
        write(Int32(values.isEmpty ? 0 : 1))
        write(Int32(0))  // no NULLs
        write(type)
        guard !values.isEmpty else { return }
        write(Int32(clamping: values.count))
        write(Int32(1))  // the first index
        for value in values { appendCounted { encode(&$0, value) } }
    }

    /// Gives the bytes away and begins anew, keeping the memory.
    mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
