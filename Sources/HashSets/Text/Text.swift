/// How a set's bytes become text.
enum Text {
    /// UTF-8, or Latin-1 where the bytes are not UTF-8 (old NSRL names).
    static func string(_ bytes: some Collection<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return text
    }

    /// Without the spaces and tabs around.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var (start, end) = (bytes.startIndex, bytes.endIndex)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return bytes[start..<end]
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// A number from 0 to 2^64-1 in decimal digits, with blanks around; nil for anything else.
    static func number(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        let digits = trimmed(bytes)
        guard !digits.isEmpty else { return nil }
        var number: UInt64 = 0
        for byte in digits {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            guard !isTooLarge, !isStillTooLarge else { return nil }
            number = sum
        }
        return number
    }

    /// Whether two words are the same but for the case of ASCII letters.
    static func equal(_ a: some Collection<UInt8>, _ b: String) -> Bool {
        a.count == b.utf8.count && a.elementsEqual(b.utf8) { lowercase($0) == lowercase($1) }
    }

    static func lowercase(_ byte: UInt8) -> UInt8 {
        if case UInt8(ascii: "A")...UInt8(ascii: "Z") = byte { return byte | 0x20 }
        return byte
    }
}
