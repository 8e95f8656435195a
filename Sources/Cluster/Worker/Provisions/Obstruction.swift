internal import Synchronization

/// What keeps a worker from examining an exhibit: its shard is given back, for others, and operators are told.
struct Obstruction: Error, Hashable, CustomStringConvertible {
    /// What it is, and what to do about it.
    let detail: String

    init(_ detail: String) { self.detail = detail }

    var description: String { detail }
}

/// The exhibits that a worker asks for no shard of, because something keeps it from examining them. After a while it tries
/// again: mounts come back, and disks get room. A rule: it is told the time.
struct AvoidedExhibits: Sendable {
    /// How long an exhibit is left to others.
    static let pause: Duration = .seconds(30)

    private var until: [Int64: ContinuousClock.Instant] = [:]

    mutating func add(_ exhibit: Int64, at now: ContinuousClock.Instant) { until[exhibit] = now + Self.pause }

    /// Those that are to be avoided now, in order.
    mutating func present(at now: ContinuousClock.Instant) -> [Int64] {
        until = until.filter { $0.value > now }
        return until.keys.sorted()
    }
}

/// What all lanes of a worker avoid.
final class SharedAvoidance: Sendable {
    private let exhibits = Mutex(AvoidedExhibits())

    func add(_ exhibit: Int64) { exhibits.withLock { $0.add(exhibit, at: .now) } }
    var present: [Int64] { exhibits.withLock { $0.present(at: .now) } }
}
