/// JSON (RFC 8259), as far as a text's first bytes show it: an object whose first member has a name and a colon, or an
/// array whose first element is a value.
enum JSONText {
    static func isLikely(_ sample: Span<UInt8>) -> Bool {
        let start = TextType.start(of: sample)
        switch sample.byte(at: start) {
        case UInt8(ascii: "{"): return isObject(sample, from: start + 1)
        case UInt8(ascii: "["): return isArray(sample, from: start + 1)
        default: return false
        }
    }

    private static func isObject(_ sample: Span<UInt8>, from start: Int) -> Bool {
        let name = skipSpace(sample, from: start)
        if sample.byte(at: name) == UInt8(ascii: "}") { return skipSpace(sample, from: name + 1) == sample.count }
        guard let end = endOfString(sample, from: name) else { return false }
        let colon = skipSpace(sample, from: end)
        return sample.byte(at: colon) == UInt8(ascii: ":") && isValue(sample, from: colon + 1)
    }

    private static func isArray(_ sample: Span<UInt8>, from start: Int) -> Bool {
        let value = skipSpace(sample, from: start)
        if sample.byte(at: value) == UInt8(ascii: "]") { return skipSpace(sample, from: value + 1) == sample.count }
        return isValue(sample, from: start)
    }

    /// Whether a value stands there, as far as the sample goes.
    private static func isValue(_ sample: Span<UInt8>, from start: Int) -> Bool {
        let value = skipSpace(sample, from: start)
        guard let first = sample.byte(at: value) else { return true }
        switch first {
        case UInt8(ascii: "{"): return isObject(sample, from: value + 1)
        case UInt8(ascii: "["): return isArrayStart(sample, from: value + 1)
        case UInt8(ascii: "\""):
            return endOfString(sample, from: value).map { isBetween(sample, at: $0) } ?? true
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return isBetween(sample, at: endOfNumber(sample, from: value))
        default:
            return ["true", "false", "null"].contains { word in
                sample.has(word, at: value) && isBetween(sample, at: value + word.utf8.count)
            }
        }
    }

    /// Arrays within arrays: looked into only for what begins one, so that depth costs nothing.
    private static func isArrayStart(_ sample: Span<UInt8>, from start: Int) -> Bool {
        guard let byte = sample.byte(at: skipSpace(sample, from: start)) else { return true }
        return "{[\"-0123456789tfn]".utf8.contains(byte)
    }

    /// Whether what follows a value may follow one.
    private static func isBetween(_ sample: Span<UInt8>, at offset: Int) -> Bool {
        guard let byte = sample.byte(at: skipSpace(sample, from: offset)) else { return true }
        return ",]}".utf8.contains(byte)
    }

    private static func endOfNumber(_ sample: Span<UInt8>, from start: Int) -> Int {
        var offset = start
        while let byte = sample.byte(at: offset), "+-.eE0123456789".utf8.contains(byte) { offset += 1 }
        return offset
    }

    /// The place behind a string; nil where none begins, or none ends within the sample.
    private static func endOfString(_ sample: Span<UInt8>, from start: Int) -> Int? {
        guard sample.byte(at: start) == UInt8(ascii: "\"") else { return nil }
        var offset = start + 1
        while let byte = sample.byte(at: offset) {
            if byte == UInt8(ascii: "\"") { return offset + 1 }
            offset += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private static func skipSpace(_ sample: Span<UInt8>, from start: Int) -> Int {
        var offset = start
        while let byte = sample.byte(at: offset), byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
            offset += 1
        }
        return offset
    }
}
