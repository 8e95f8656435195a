/// The order of categories: the most serious first. The store sorts by the same rule (`CategoryOrder`).
public enum Category {
    /// Numbers from 1 on come first and go by their value, then words, by their bytes, then 0. A number is a category
    /// that consists of ASCII digits alone: `CAT 1` is a word.
    ///
    /// What a number means is the set's own definition; in VICS and CAID the lowest above 0 is the worst, and 0 is what
    /// is not pertinent.
    public static func leads(_ a: String, _ b: String) -> Bool {
        let (first, second) = (Rank(a), Rank(b))
        if first != second { return first < second }
        return a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    /// The longest category that is taken, in bytes of UTF-8.
    public static let maximumByteCount = 255

    /// Where a category stands among those of another kind or value.
    private enum Rank: Comparable {
        /// Without zeros in front, the longer number is the larger one, and of two as long the one whose digits are.
        case number(digitCount: Int, digits: String)
        case word
        case zero

        init(_ category: String) {
            let digits = category.utf8
            guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                self = .word
                return
            }
            let value = digits.drop { $0 == UInt8(ascii: "0") }
            self = value.isEmpty ? .zero : .number(digitCount: value.count, digits: String(Substring(value)))
        }
    }
}
