/// The beginning of what stands in a file, fit for a terminal and a report.
enum Quotation {
    /// At most 80 characters; more are `...`; everything but printable ASCII as `\u{…}`.
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        // A character has at most four bytes, so this prefix always holds one more than is shown.
        let characters = Text.string(Array(bytes.prefix(4 * 81))).unicodeScalars
        var quotation = ""
        for scalar in characters.prefix(80) {
            if scalar.isASCII, scalar.value >= 32, scalar.value < 127 {
                quotation.unicodeScalars.append(scalar)
            } else {
                quotation += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return characters.count > 80 ? quotation + "..." : quotation
    }
}
