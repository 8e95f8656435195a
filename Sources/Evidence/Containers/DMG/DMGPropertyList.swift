/// The XML property list of a UDIF disk image, of which one thing is wanted: the block tables under the key `blkx`, each
/// in base64. It is searched, not parsed: nothing in it can make the search go deep.
enum DMGPropertyList {
    /// Longer lists belong to no image that fits into the memory of an examiner: 64 MiB is a map of some 10^6 blocks.
    static let byteLimit: Int64 = 64 << 20

    /// - Returns: the decoded tables in their order; nil when the list has none, or one that is not base64.
    static func blockTables(in list: [UInt8]) -> [[UInt8]]? {
        guard let key = range(of: "<key>blkx</key>", in: list, from: 0),
            let end = range(of: "</array>", in: list, from: key.upperBound)
        else { return nil }
        var tables: [[UInt8]] = []
        var position = key.upperBound
        while let open = range(of: "<data>", in: list, from: position), open.upperBound <= end.lowerBound {
            guard let close = range(of: "</data>", in: list, from: open.upperBound),
                let table = Base64.decode(list[open.upperBound..<close.lowerBound])
            else { return nil }
            tables.append(table)
            position = close.upperBound
        }
        return tables.isEmpty ? nil : tables
    }

    private static func range(of text: StaticString, in list: [UInt8], from start: Int) -> Range<Int>? {
        let wanted = Array("\(text)".utf8)
        let bytes = list.span
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index] == wanted[0], wanted.indices.allSatisfy({ bytes[index + $0] == wanted[$0] }) {
                return index..<(index + wanted.count)
            }
            index += 1
        }
        return nil
    }
}

/// Base64 (RFC 4648, section 4), broken into lines as XML has it.
enum Base64 {
    /// - Returns: nil when a character is none of its alphabet.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var (bits, count): (UInt32, Int) = (0, 0)
        for character in text {
            if character == UInt8(ascii: "=") { break }
            if [0x20, 0x09, 0x0A, 0x0D].contains(character) { continue }
            guard let value = value(of: character) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
