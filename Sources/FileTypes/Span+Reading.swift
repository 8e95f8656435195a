/// Numbers and text out of a content. Everything is nil or false where the content is too short: it comes from evidence.
extension Span<UInt8> {
    func byte(at offset: Int) -> UInt8? { offset >= 0 && offset < count ? self[offset] : nil }

    enum Order { case little, big }

    /// An unsigned number of up to 4 bytes.
    func number(_ byteCount: Int, at offset: Int, _ order: Order) -> Int? {
        guard offset >= 0, offset <= count - byteCount else { return nil }
        var value = 0
        for i in 0..<byteCount {
            let shift = order == .little ? 8 * i : 8 * (byteCount - 1 - i)
            value |= Int(self[offset + i]) << shift
        }
        return value
    }

    /// Whether ASCII text stands at an offset.
    func has(_ text: String, at offset: Int) -> Bool {
        guard offset >= 0, offset <= count - text.utf8.count else { return false }
        var next = offset
        for byte in text.utf8 {
            if self[next] != byte { return false }
            next += 1
        }
        return true
    }

    /// The first place from `start` on, before `end`, at which ASCII text stands.
    func firstOffset(of text: String, from start: Int = 0, before end: Int) -> Int? {
        var offset = start
        let last = Swift.min(end, count) - text.utf8.count
        while offset <= last {
            if has(text, at: offset) { return offset }
            offset += 1
        }
        return nil
    }

    /// ASCII text of a length that the content itself gives; nil where it holds anything else.
    func text(at offset: Int, byteCount: Int) -> String? {
        guard offset >= 0, byteCount >= 0, offset <= count, byteCount <= count - offset else { return nil }
        var text = ""
        for i in offset..<offset + byteCount {
            guard self[i] < 0x80 else { return nil }
            text.unicodeScalars.append(Unicode.Scalar(self[i]))
        }
        return text
    }
}
