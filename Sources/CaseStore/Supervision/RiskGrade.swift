/// How urgent a case is for the people whom it is about. Shards of a higher grade are granted first.
public enum RiskGrade: String, Hashable, Sendable, CaseIterable, Comparable {
    case low, medium, high
    case veryHigh = "very-high"

    /// Whether whoever gives a case this grade must say why: others wait because of it.
    public var needsReason: Bool { self >= .high }

    public static func < (a: RiskGrade, b: RiskGrade) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
