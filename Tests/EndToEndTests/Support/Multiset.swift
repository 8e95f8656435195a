/// Elements with how often each occurs.
struct Multiset<Element: Hashable & Sendable>: Sendable {
    private(set) var counts: [Element: Int] = [:]

    var count: Int { counts.values.reduce(0, +) }
    var elements: [Element] { Array(counts.keys) }

    mutating func insert(_ element: Element) { counts[element, default: 0] += 1 }

    /// What is in this one more often than in the other.
    func subtracting(_ other: Multiset) -> Multiset {
        var rest = Multiset()
        rest.counts = counts.filter { $0.value > other.counts[$0.key, default: 0] }
        for (element, count) in rest.counts { rest.counts[element] = count - other.counts[element, default: 0] }
        return rest
    }

    func adding(_ other: Multiset) -> Multiset {
        var sum = self
        sum.counts.merge(other.counts, uniquingKeysWith: +)
        return sum
    }

    func filter(_ isIncluded: (Element) -> Bool) -> Multiset {
        var some = Multiset()
        some.counts = counts.filter { isIncluded($0.key) }
        return some
    }
}
