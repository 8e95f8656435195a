/// How a text file's bytes stand for characters, by its byte-order mark; without one, as UTF-8 or Latin-1.
enum TextEncoding: Hashable {
    /// ASCII and what keeps it: UTF-8, Latin-1. Bytes are handed on as they are.
    case bytes
    case utf16LittleEndian
    case utf16BigEndian

    /// The encoding that a file's first bytes state, and the length of the mark.
    static func of(_ opening: some Collection<UInt8>) -> (encoding: TextEncoding, markByteCount: Int) {
        let mark = Array(opening.prefix(3))
        if mark == [0xEF, 0xBB, 0xBF] { return (.bytes, 3) }
        if mark.prefix(2) == [0xFF, 0xFE] { return (.utf16LittleEndian, 2) }
        if mark.prefix(2) == [0xFE, 0xFF] { return (.utf16BigEndian, 2) }
        return (.bytes, 0)
    }

    /// Puts the text of `bytes` behind `text`, as UTF-8 where the encoding is UTF-16.
    /// - Returns: how many bytes were taken: a code unit or a surrogate pair that is not whole waits for more.
    func decode(_ bytes: ArraySlice<UInt8>, isEnd: Bool, onto text: inout [UInt8]) -> Int {
        guard self != .bytes else {
            text.append(contentsOf: bytes)
            return bytes.count
        }
        var index = bytes.startIndex
        while bytes.endIndex - index >= 2 {
            let unit = unit(bytes[index], bytes[index + 1])
            if UTF16.isLeadSurrogate(unit) {
                if bytes.endIndex - index < 4 && !isEnd { break }
                if bytes.endIndex - index >= 4 {
                    let trail = self.unit(bytes[index + 2], bytes[index + 3])
                    if UTF16.isTrailSurrogate(trail) {
                        append(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(trail & 0x3FF)), to: &text)
                        index += 4
                        continue
                    }
                }
            }
            append(UTF16.isSurrogate(unit) ? 0xFFFD : UInt32(unit), to: &text)
            index += 2
        }
        if isEnd, index < bytes.endIndex {
            append(0xFFFD, to: &text)
            index = bytes.endIndex
        }
        return index - bytes.startIndex
    }

    private func unit(_ first: UInt8, _ second: UInt8) -> UInt16 {
        self == .utf16LittleEndian ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second)
    }

    private func append(_ scalar: UInt32, to text: inout [UInt8]) {
        if scalar < 0x80 { return text.append(UInt8(scalar)) }
        let scalar = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// How many bytes of the file the piece of text was.
    func fileByteCount(_ text: ArraySlice<UInt8>) -> Int64 {
        guard self != .bytes else { return Int64(text.count) }
        // Of UTF-8, bytes 0x80...0xBF continue a character; one that starts with 0xF0 or more was a surrogate pair.
        var units: Int64 = 0
        for byte in text where byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
        return 2 * units
    }
}
