extension Sequence<UInt8> {
    /// Base64 with padding (RFC 4648, section 4).
    func appendBase64(to bytes: inout [UInt8]) {
        var (bits, bitCount, digitCount): (UInt32, UInt32, Int) = (0, 0, 0)
        for byte in self {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                bytes.append(base64Digit(bits >> bitCount & 63))
                digitCount += 1
            }
            bits &= (1 << bitCount) - 1
        }
        if bitCount > 0 {
            bytes.append(base64Digit(bits << (6 - bitCount) & 63))
            digitCount += 1
        }
        while digitCount % 4 != 0 {
            bytes.append(UInt8(ascii: "="))
            digitCount += 1
        }
    }
}

/// The digit of a number below 64.
private func base64Digit(_ number: UInt32) -> UInt8 {
    let number = UInt8(truncatingIfNeeded: number)
    switch number {
    case ..<26: return UInt8(ascii: "A") + number
    case ..<52: return UInt8(ascii: "a") + (number - 26)
    case ..<62: return UInt8(ascii: "0") + (number - 52)
    case 62: return UInt8(ascii: "+")
    default: return UInt8(ascii: "/")
    }
}
