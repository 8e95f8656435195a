internal import Findings

extension JSONTokenizer {
    /// Reads a number's characters and checks that they make one; its value is the caller's to see.
    mutating func readNumber(startingWith first: UInt8) throws(HashSetError) {
        try readNumberCharacters(startingWith: first)
        guard !isTextCut, JSONNumber.isSound(text) else {
            throw damaged("it is not sound JSON: \(Quotation.of(text)) is no number")
        }
    }

    private mutating func readNumberCharacters(startingWith first: UInt8) throws(HashSetError) {
        text.removeAll(keepingCapacity: true)
        text.append(first)
        isTextCut = false
        while let byte = try source.peek() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"):
                if text.count < Self.maximumTextByteCount { text.append(byte) } else { isTextCut = true }
            default: return
            }
            source.position += 1
        }
    }

    /// Reads what stands behind an opening quote up to the closing one.
    mutating func readString(_ isKept: Bool) throws(HashSetError) {
        text.removeAll(keepingCapacity: true)
        isTextCut = false
        while true {
            guard let byte = try source.next() else { throw truncated() }
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): try readEscape(isKept)
            case UInt8(ascii: "\n"):
                currentLine += 1
                if isKept { keep(byte) }
            default: if isKept { keep(byte) }
            }
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if text.count < Self.maximumTextByteCount { text.append(byte) } else { isTextCut = true }
    }

    private mutating func readEscape(_ isKept: Bool) throws(HashSetError) {
        guard let byte = try source.next() else { throw truncated() }
        let meant: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): meant = byte
        case UInt8(ascii: "b"): meant = 0x08
        case UInt8(ascii: "f"): meant = 0x0C
        case UInt8(ascii: "n"): meant = 0x0A
        case UInt8(ascii: "r"): meant = 0x0D
        case UInt8(ascii: "t"): meant = 0x09
        case UInt8(ascii: "u"): return try readUnicodeEscape(isKept)
        default: throw unexpected(byte)
        }
        if isKept { keep(meant) }
    }

    /// `\uXXXX`, of which two make a character beyond the first 65,536; half of a pair is U+FFFD.
    private mutating func readUnicodeEscape(_ isKept: Bool) throws(HashSetError) {
        var unit = try readFourDigits()
        while UTF16.isLeadSurrogate(unit) {
            guard try source.peek() == UInt8(ascii: "\\") else { break }
            source.position += 1
            guard try source.peek() == UInt8(ascii: "u") else {
                if isKept { keep("\u{FFFD}") }
                return try readEscape(isKept)
            }
            source.position += 1
            let second = try readFourDigits()
            if UTF16.isTrailSurrogate(second) {
                let scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(second & 0x3FF))
                if isKept { keep(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
                return
            }
            if isKept { keep("\u{FFFD}") }
            unit = second
        }
        if isKept { keep(Unicode.Scalar(unit) ?? "\u{FFFD}") }
    }

    private mutating func readFourDigits() throws(HashSetError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = try source.next() else { throw truncated() }
            guard let digit = Hexadecimal.value(byte) else { throw unexpected(byte) }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private mutating func keep(_ scalar: Unicode.Scalar) {
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { keep(byte) }
    }
}
