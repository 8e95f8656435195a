extension Sequence<UInt8> {
    /// Lower-case hex, two digits a byte.
    public var hex: String {
        var digits: [UInt8] = []
        appendHex(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    func appendHex(to bytes: inout [UInt8]) {
        for byte in self {
            bytes.append(hexDigit(byte >> 4))
            bytes.append(hexDigit(byte & 15))
        }
    }
}

/// The lower-case digit of a number below 16.
func hexDigit(_ number: UInt8) -> UInt8 {
    number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + (number - 10)
}
