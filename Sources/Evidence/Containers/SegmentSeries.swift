/// One custom of numbering the segments of an image.
struct SegmentSeries {
    private let stem: Substring
    private let numbering: Numbering

    private enum Numbering {
        /// Decimal numbers of at least this many digits.
        case decimal(width: Int, first: Int)
        /// 01 … 99, then AA … ZZ with the leading letter counting on; the numbers start at 1.
        case ewf(letter: UInt8)
        /// aa … zz, or AA … ZZ: letters of this many places; the numbers start at 0.
        case letters(width: Int, a: UInt8)
    }

    var firstNumber: Int {
        switch numbering {
        case .decimal(_, let first): first
        case .ewf: 1
        case .letters: 0
        }
    }

    /// Whether the series only counts where its first member is present.
    var needsFirst: Bool {
        if case .letters = numbering { true } else { false }
    }

    /// The highest number that the first segment of a whole set has; nil where names alone do not tell that it is one.
    var lastBeginning: Int? {
        if case .decimal = numbering { 1 } else { nil }
    }

    /// The name of one segment, or nil when the series is too short for it.
    func name(_ number: Int) -> String? {
        switch numbering {
        case .decimal(let width, _):
            let digits = String(number)
            return stem + String(repeating: "0", count: max(0, width - digits.count)) + digits
        case .ewf(let letter):
            return Self.ewfSuffix(number, letter: letter).map { stem + $0 }
        case .letters(let width, let a):
            return Self.letters(number, width: width, a: a).map { stem + $0 }
        }
    }

    /// The series that a name may belong to, the likeliest first.
    static func candidates(for name: String) -> [SegmentSeries] {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return lettersAtEnd(of: name) }
        let stem = name[...dot]
        let suffix = Array(name[dot...].utf8.dropFirst())
        if suffix.count >= 2, suffix.count <= 6, suffix.allSatisfy({ isDigit($0) }) {
            return [0, 1].map { SegmentSeries(stem: stem, numbering: .decimal(width: suffix.count, first: $0)) }
        }
        var series: [SegmentSeries] = []
        if suffix.count == 3, let first = suffix.first, isLetter(first) {
            let caseBit = first & 0x20
            // The letter counts on after 99 segments, so that .FAA is a later part of .E01, and .SAB of it or of .S01.
            for start in [first] + [UInt8(ascii: "E"), UInt8(ascii: "S"), UInt8(ascii: "L")].map({ $0 | caseBit }) {
                series.append(SegmentSeries(stem: stem, numbering: .ewf(letter: start)))
            }
        }
        return series + lettersAtEnd(of: name)
    }

    private static func lettersAtEnd(of name: String) -> [SegmentSeries] {
        [2, 3].compactMap { width in
            let suffix = name.utf8.suffix(width)
            guard name.utf8.count > width, suffix.allSatisfy({ isLetter($0) }), let last = suffix.last else {
                return nil
            }
            let a = UInt8(ascii: "A") | last & 0x20
            return SegmentSeries(stem: name.dropLast(width), numbering: .letters(width: width, a: a))
        }
    }

    private static func ewfSuffix(_ number: Int, letter: UInt8) -> String? {
        if number <= 99 { return ascii([letter]) + (number < 10 ? "0" : "") + String(number) }
        let beyond = number - 100
        let leading = Int(letter & 0x1f) + beyond / 676
        guard leading <= 26 else { return nil }
        return ascii([letter & 0x60 | UInt8(leading)]) + (letters(beyond % 676, width: 2, a: letter & 0x60 | 1) ?? "")
    }

    private static func letters(_ number: Int, width: Int, a: UInt8) -> String? {
        var (rest, digits) = (number, [UInt8](repeating: a, count: width))
        for place in digits.indices.reversed() {
            digits[place] = a + UInt8(rest % 26)
            rest /= 26
        }
        return rest == 0 ? ascii(digits) : nil
    }

    private static func ascii(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte & 0xdf) }
}
