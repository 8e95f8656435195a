internal import ClusterProtocol
internal import SwiftProtobuf
internal import Synchronization

/// The leases that a worker holds, and until when by its own monotonic clock. A rule: it is told the time.
///
/// The coordinator's database alone decides when a lease has ended. The worker counts from before it asked, so that its
/// own clock always ends a lease no later than that.
struct LeaseBook: Sendable {
    struct Lease: Hashable, Sendable {
        var fence: Int64
        var deadline: ContinuousClock.Instant
    }

    private(set) var leases: [Int64: Lease] = [:]

    /// - Parameter asked: when the request was sent that the grant answers.
    mutating func add(shard: Int64, fence: Int64, asked: ContinuousClock.Instant, term: Duration) {
        leases[shard] = Lease(fence: fence, deadline: asked + term)
    }

    /// Notes what a renewal answered: those still held last a new term from when it was asked; the others have ended.
    mutating func renew(
        _ asked: [Int64: Lease], stillHeld: Set<Int64>, at moment: ContinuousClock.Instant, term: Duration
    ) {
        for (shard, lease) in asked where leases[shard]?.fence == lease.fence {
            if stillHeld.contains(shard) {
                leases[shard]?.deadline = moment + term
            } else {
                leases[shard] = nil
            }
        }
    }

    mutating func end(shard: Int64, fence: Int64) {
        if leases[shard]?.fence == fence { leases[shard] = nil }
    }

    func holds(shard: Int64, fence: Int64, at moment: ContinuousClock.Instant) -> Bool {
        guard let lease = leases[shard], lease.fence == fence else { return false }
        return moment < lease.deadline
    }
}

/// The worker's one lease book, shared by its lanes and its heartbeat.
final class HeldLeases: Sendable {
    private let book = Mutex(LeaseBook())

    func with<Result: Sendable>(_ body: (inout LeaseBook) -> Result) -> Result {
        book.withLock { body(&$0) }
    }

    func holds(_ held: Caseload_V1_Held) -> Bool {
        with { $0.holds(shard: held.shard, fence: held.fence, at: .now) }
    }
}
