/// The grammar of numbers (RFC 8259, section 6): `[-] (0 | 1-9 digits) [. digits] [e [+-] digits]`.
enum JSONNumber {
    static func isSound(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        _ = take(from: &rest) { $0 == UInt8(ascii: "-") }
        if !take(from: &rest, { $0 == UInt8(ascii: "0") }) {
            guard takeDigits(from: &rest) else { return false }
        }
        if take(from: &rest, { $0 == UInt8(ascii: ".") }) {
            guard takeDigits(from: &rest) else { return false }
        }
        if take(from: &rest, { $0 | 0x20 == UInt8(ascii: "e") }) {
            _ = take(from: &rest) { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            guard takeDigits(from: &rest) else { return false }
        }
        return rest.isEmpty
    }

    /// Takes the first byte if it is one of these.
    private static func take(from rest: inout ArraySlice<UInt8>, _ isExpected: (UInt8) -> Bool) -> Bool {
        guard let first = rest.first, isExpected(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Takes all digits in front; there must be one.
    private static func takeDigits(from rest: inout ArraySlice<UInt8>) -> Bool {
        let count = rest.count
        rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return rest.count < count
    }
}
