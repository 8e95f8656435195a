/// Numbers in bytes from evidence, little-endian. Nil where the bytes end before the number does, wherever the offset
/// came from.
extension ArraySlice<UInt8> {
    /// - Parameter offset: counted from the slice's first byte.
    @inline(__always) func le16(_ offset: Int) -> UInt16? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        let at = startIndex + offset
        return UInt16(self[at]) | UInt16(self[at + 1]) << 8
    }

    @inline(__always) func le32(_ offset: Int) -> UInt32? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        let at = startIndex + offset
        return UInt32(self[at]) | UInt32(self[at + 1]) << 8 | UInt32(self[at + 2]) << 16 | UInt32(self[at + 3]) << 24
    }

    @inline(__always) func le64(_ offset: Int) -> UInt64? {
        guard let low = le32(offset), let high = le32(offset + 4) else { return nil }
        return UInt64(low) | UInt64(high) << 32
    }

    @inline(__always) func byte(_ offset: Int) -> UInt8? {
        guard offset >= 0, offset < count else { return nil }
        return self[startIndex + offset]
    }

    /// - Returns: nil unless all of the bytes are there.
    @inline(__always) func part(_ offset: Int, _ byteCount: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, byteCount >= 0, offset <= count, byteCount <= count - offset else { return nil }
        return self[startIndex + offset..<startIndex + offset + byteCount]
    }

    /// The UTF-8 of little-endian UTF-16. A surrogate without its other half, which is no character, keeps its value
    /// (as in WTF-8), so that no two names become one.
    func utf8FromUTF16() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var offset = 0
        while let unit = le16(offset) {
            offset += 2
            var value = UInt32(unit)
            if unit & 0xFC00 == 0xD800, let low = le16(offset), low & 0xFC00 == 0xDC00 {
                value = 0x1_0000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
                offset += 2
            }
            bytes.append(codePoint: value)
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(codePoint value: UInt32) {
        let tail = { (shift: UInt32) in UInt8(0x80 | value >> shift & 0x3F) }
        switch value {
        case ..<0x80: append(UInt8(value))
        case ..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(tail(0))
        case ..<0x1_0000:
            append(UInt8(0xE0 | value >> 12))
            append(tail(6))
            append(tail(0))
        default:
            append(UInt8(0xF0 | value >> 18 & 0x07))
            append(tail(12))
            append(tail(6))
            append(tail(0))
        }
    }
}
