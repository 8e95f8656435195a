internal import Findings

/// Values as RFC 8259 has them.
enum JSONText {
    static func append(_ value: FieldValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .text(let text): append(quoting: text, to: &bytes)
        case .name(let name): append(quoting: String(decoding: name, as: UTF8.self), to: &bytes)
        case .base64(let data): appendQuoted(to: &bytes) { data.appendBase64(to: &$0) }
        case .digest(let digest): appendQuoted(to: &bytes) { Hexadecimal.append(digest, to: &$0) }
        case .integer(let number), .count(let number), .byteCount(let number): bytes += String(number).utf8
        case .unsigned(let number): bytes += String(number).utf8
        case .share(let number): append(number, digits: 6, to: &bytes)
        case .number(let number): append(number, digits: 3, to: &bytes)
        case .rate(let number): append(number, digits: 0, to: &bytes)
        case .seconds(let number): append(number, digits: 3, to: &bytes)
        case .time(let time): appendQuoted(to: &bytes) { $0 += time.iso8601.utf8 }
        case .list(let values): append(values, to: &bytes)
        case .object(let values): append(values, to: &bytes)
        }
    }

    /// A record as one object on one line.
    static func append<Subject>(_ record: Subject, fields: [Field<Subject>], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(quoting: field.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(field.value(record), to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func append(_ values: [FieldValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func append(_ values: [FieldValue.NamedValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, entry) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(quoting: entry.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(entry.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func append(_ number: Double, digits: Int, to bytes: inout [UInt8]) {
        bytes += (number.isFinite ? Human.fixed(number, digits: digits) : "null").utf8
    }

    private static func appendQuoted(to bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
