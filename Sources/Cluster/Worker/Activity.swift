internal import ClusterProtocol
internal import Findings
internal import Shards
internal import SwiftProtobuf
internal import Synchronization

/// What examiners have done within some time.
struct Tally: Hashable, Sendable {
    var busy: Duration = .zero
    /// Waiting for findings to land.
    var landing: Duration = .zero
    /// Waiting for work.
    var idle: Duration = .zero
    /// Of contents that have landed.
    var byteCount: Int64 = 0
    var itemCount: Int64 = 0

    static func += (a: inout Tally, b: Tally) {
        a.busy += b.busy
        a.landing += b.landing
        a.idle += b.idle
        a.byteCount = a.byteCount.addingClamped(b.byteCount)
        a.itemCount = a.itemCount.addingClamped(b.itemCount)
    }
}

/// How much an examiner gets done in a second, by the cost of the shards that it has ended (`Portion.cost`): the newest count
/// most. A rule: it is told how long each took.
struct Pace: Hashable, Sendable {
    /// The share of the newest shard.
    private static let weight = 0.2

    /// 0 before the first shard.
    private(set) var costPerSecond: Double = 0

    mutating func note(cost: Int64, took: Duration) {
        // A shard that took no time tells of the clock alone.
        let newest = Double(cost) / max(0.001, took / .seconds(1))
        costPerSecond = costPerSecond == 0 ? newest : costPerSecond + Self.weight * (newest - costPerSecond)
    }
}

/// A worker's one account of what its examiners do, for its heartbeats and its requests for work.
final class Activity: Sendable {
    private let account = Mutex((tally: Tally(), pace: Pace()))

    func add(_ tally: Tally) { account.withLock { $0.tally += tally } }

    /// Notes a batch that has landed.
    /// - Parameter took: how long its shard took, where it has ended with the batch.
    func note(_ batch: Caseload_V1_Batch, of assignment: Caseload_V1_Assignment, took: Duration?) {
        var tally = Tally()
        tally.itemCount = Int64(batch.findings.contents.count)
        if took != nil { tally.byteCount = assignment.byteCount }
        account.withLock { account in
            account.tally += tally
            guard let took, !assignment.isLong else { return }
            account.pace.note(cost: Portion.cost(ofReading: assignment.byteCount), took: took)
        }
    }

    /// What is to be reported; what is not taken note of is `add`ed again.
    func take() -> Tally {
        account.withLock { account in
            defer { account.tally = Tally() }
            return account.tally
        }
    }

    /// Of so many examiners together.
    func costPerSecond(of examinerCount: Int) -> Int64 {
        let pace = account.withLock { $0.pace.costPerSecond } * Double(examinerCount)
        return Int64(exactly: pace.rounded()) ?? 0
    }
}

extension Caseload_V1_Renewal {
    mutating func set(_ tally: Tally) {
        busyMilliseconds = tally.busy.milliseconds
        landingMilliseconds = tally.landing.milliseconds
        idleMilliseconds = tally.idle.milliseconds
        (byteCount, itemCount) = (tally.byteCount, tally.itemCount)
    }
}
