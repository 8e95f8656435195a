internal import Findings

/// The categories of a set by number, and the lists of categories that its entries have.
struct CategoryTable {
    private(set) var names: [String] = []
    private var numbers: [String: UInt16] = [:]
    private(set) var lists: [[UInt16]] = []
    private var listNumbers: [[UInt16]: UInt16] = [:]
    private var last: (name: String, number: UInt16) = ("", 0)

    /// How many different categories, and how many different lists of them, a set may have.
    static let maximumCount = 65_535

    /// The category's number, from 1; nil when there are too many.
    mutating func number(of name: String) -> UInt16? {
        if name == last.name, last.number != 0 { return last.number }
        if let number = numbers[name] {
            last = (name, number)
            return number
        }
        guard names.count < Self.maximumCount else { return nil }
        names.append(name)
        let number = UInt16(names.count)
        numbers[name] = number
        return number
    }

    /// The number of the list of these categories, the most serious first; 0 for none; nil when there are too many.
    mutating func listNumber(of categories: [UInt16]) -> UInt16? {
        if categories.isEmpty { return 0 }
        let sorted =
            categories.count == 1
            ? categories : categories.sorted { Category.leads(names[Int($0) - 1], names[Int($1) - 1]) }
        if let number = listNumbers[sorted] { return number }
        guard lists.count < Self.maximumCount else { return nil }
        lists.append(sorted)
        let number = UInt16(lists.count)
        listNumbers[sorted] = number
        return number
    }

    /// The lists as an index holds them.
    var encodedLists: [UInt8] {
        lists.flatMap { list in
            ([UInt16(list.count)] + list).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        }
    }

    /// - Returns: nil unless the bytes are exactly lists of known categories.
    static func decodeLists(_ bytes: [UInt8], names: [String]) -> [[String]]? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let numbers = stride(from: 0, to: bytes.count, by: 2).map { Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8 }
        var lists: [[String]] = []
        var rest = numbers[...]
        while let count = rest.popFirst() {
            guard count > 0, count <= rest.count, rest.prefix(count).allSatisfy({ (1...names.count).contains($0) })
            else { return nil }
            lists.append(rest.prefix(count).map { names[$0 - 1] })
            rest = rest.dropFirst(count)
        }
        return lists
    }
}
