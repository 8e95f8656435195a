internal import ClusterProtocol

/// Shards that a worker has been granted and none of its examiners has begun. A rule: it is told the time.
///
/// It is never hoarded: what nobody has come to within some seconds, because every examiner is at something long, goes back,
/// so that an idle worker can have it.
struct Stock: Sendable {
    typealias Grant = Caseload_V1_Grant

    /// How long a shard waits for an examiner of this worker: grants are `Portion.seconds` of work.
    static let patience: Duration = .seconds(10)

    private var waiting: [(grant: Grant, since: ContinuousClock.Instant)] = []

    mutating func add(_ grants: [Grant], at now: ContinuousClock.Instant) {
        waiting += grants.map { ($0, now) }
    }

    /// The next to be examined.
    mutating func take() -> Grant? { waiting.isEmpty ? nil : waiting.removeFirst().grant }

    /// What nobody has come to for too long.
    mutating func takeStale(at now: ContinuousClock.Instant) -> [Grant] {
        let fresh = waiting.firstIndex { now - $0.since < Self.patience } ?? waiting.endIndex
        defer { waiting.removeFirst(fresh) }
        return waiting[..<fresh].map(\.grant)
    }

    mutating func takeAll() -> [Grant] {
        defer { waiting = [] }
        return waiting.map(\.grant)
    }
}
