internal import Findings

/// A digest as hash sets write it: hexadecimal digits, upper or lower case.
enum DigestText {
    enum Reading: Hashable {
        case digest(DigestBytes)
        /// Nothing stands there.
        case absent
        case malformed(Rejection.Reason)
    }

    /// Reads a field that should hold this algorithm's digest; spaces and tabs around it mean nothing.
    static func read(_ field: ArraySlice<UInt8>, as algorithm: DigestAlgorithm) -> Reading {
        let digits = Text.trimmed(field)
        if digits.isEmpty { return .absent }
        if digits.count == 2 * algorithm.byteCount, let digest = digest(digits, algorithm) { return .digest(digest) }
        return .malformed(characterCount(digits) == 2 * algorithm.byteCount ? .notHexadecimal : .wrongLength)
    }

    /// Reads a field whose length tells the algorithm; nil unless it is exactly the digits of one.
    static func read(_ field: ArraySlice<UInt8>) -> DigestBytes? {
        DigestAlgorithm(digitCount: field.count).flatMap { digest(field, $0) }
    }

    private static func digest(_ digits: ArraySlice<UInt8>, _ algorithm: DigestAlgorithm) -> DigestBytes? {
        let digits = digits.span
        var digest = DigestBytes(algorithm)
        for word in 0..<((algorithm.byteCount + 7) / 8) {
            var value: UInt64 = 0
            let first = 16 * word
            for index in first..<min(first + 16, digits.count) {
                guard let digit = Hexadecimal.value(digits[index]) else { return nil }
                value = value << 4 | UInt64(digit)
            }
            digest.set(word: word, value << UInt64(4 * max(0, first + 16 - digits.count)))
        }
        return digest
    }

    /// How long people see it: in characters, so that a look-alike letter does not pass for a wrong length.
    static func characterCount(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.allSatisfy { $0 < 0x80 } ? bytes.count : Text.string(bytes).unicodeScalars.count
    }
}
