/// A number that only grows: each grant of a shard raises it, and only the holder of the newest may land findings.
public struct Fence: Hashable, Sendable, Comparable {
    public private(set) var number: Int64

    public init(_ number: Int64 = 0) { self.number = number }

    public mutating func raise() { number += 1 }

    public static func < (a: Fence, b: Fence) -> Bool { a.number < b.number }
}
