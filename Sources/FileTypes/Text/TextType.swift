/// Text: every byte of the first 4 KiB is one that texts have, in UTF-8, UTF-16 with its mark, or an 8-bit encoding.
enum TextType {
    static let sampleByteCount = 4096

    static func type(of bytes: Span<UInt8>) -> String? {
        let sample = bytes.extracting(..<min(sampleByteCount, bytes.count))
        if isUTF16(sample) { return "text/plain" }
        guard isText(sample) else { return nil }
        return Markup.type(of: sample) ?? Script.type(of: sample) ?? TextSignatures.type(of: sample)
            ?? (JSONText.isLikely(sample) ? "application/json" : nil) ?? "text/plain"
    }

    /// Control characters that no text has: all but those of spacing, bell, backspace and escape.
    private static func isText(_ sample: Span<UInt8>) -> Bool {
        for i in sample.indices {
            let byte = sample[i]
            if byte < 0x20, !(0x07...0x0d).contains(byte) || byte == 0x0b, byte != 0x1b { return false }
            if byte == 0x7f { return false }
        }
        return true
    }

    /// A byte-order mark, then units of which none is a control character or half a pair.
    private static func isUTF16(_ sample: Span<UInt8>) -> Bool {
        let order: Span<UInt8>.Order
        switch sample.number(2, at: 0, .big) {
        case 0xfffe: order = .little
        case 0xfeff: order = .big
        default: return false
        }
        guard sample.count >= 4 else { return sample.count == 2 }
        var isAfterHigh = false
        for offset in stride(from: 2, to: sample.count - 1, by: 2) {
            guard let unit = sample.number(2, at: offset, order) else { return false }
            let isLow = (0xdc00...0xdfff).contains(unit)
            guard isLow == isAfterHigh, unit >= 0x20 || (0x09...0x0d).contains(unit), unit < 0xfffe else {
                return false
            }
            isAfterHigh = (0xd800...0xdbff).contains(unit)
        }
        return true
    }

    /// Where the text begins, behind a mark and white space.
    static func start(of sample: Span<UInt8>) -> Int {
        var offset = sample.number(3, at: 0, .big) == 0xefbbbf ? 3 : 0
        while let byte = sample.byte(at: offset), byte == 0x20 || (0x09...0x0d).contains(byte) { offset += 1 }
        return offset
    }
}
