internal import Findings

/// Cells of RFC 4180. No value is an empty cell, an empty text is `""`; lists and objects are their JSON.
enum CSVText {
    static func append(_ value: FieldValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: break
        case .text(let text): append(text, to: &bytes)
        case .name(let name): append(String(decoding: name, as: UTF8.self), to: &bytes)
        case .list, .object:
            var json: [UInt8] = []
            JSONText.append(value, to: &json)
            append(String(decoding: json, as: UTF8.self), to: &bytes)
        case .base64(let data): data.appendBase64(to: &bytes)
        case .digest(let digest): Hexadecimal.append(digest, to: &bytes)
        case .time(let time): bytes += time.iso8601.utf8
        case .boolean, .integer, .number, .count, .byteCount, .unsigned, .share, .rate, .seconds:
            JSONText.append(value, to: &bytes)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let text = withoutDeception(text)
        let isFormula = text.unicodeScalars.first.map(isFormulaLead) ?? false
        let needsQuotes = text.isEmpty || text.utf8.contains(where: isSpecial)
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }

    /// RFC 4180 knows no control characters but line breaks, many readers stop at a NUL, and a spreadsheet turns a name
    /// round where a bidirectional override says so: all of these, but for the tab, are shown as tables show them. Who
    /// needs them exactly takes JSON.
    private static func withoutDeception(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isShown) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isShown(scalar) {
                result += VisibleText(String(scalar)).text
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r": false
        default: scalar.isDeceptive
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") || byte == 0x0D || byte == 0x0A
    }

    /// What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), the full-width forms included; an
    /// apostrophe before it makes the cell text.
    private static func isFormulaLead(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}
