/// The order of categories: the most serious first.
enum Category {
    /// Numbers come before words and go by their value, words by their bytes.
    ///
    /// What a number means is the set's own definition; in VICS and CAID the lowest above 0 is the worst, and 0 is
    /// "not yet categorised by the source", which still asks for a look.
    static func leads(_ a: String, _ b: String) -> Bool {
        switch (UInt64(a), UInt64(b)) {
        case (let first?, let second?) where first != second: first < second
        case (.some, nil): true
        case (nil, .some): false
        default: a < b
        }
    }

    /// The longest category that is taken, in bytes of UTF-8.
    static let maximumByteCount = 255
}
