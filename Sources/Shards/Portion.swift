internal import Findings

/// How much of an exhibit one grant carries: some seconds of its worker's time, so that few calls are needed, and neither an
/// urgent exhibit that comes late nor the end of this one waits for long.
///
/// What a worker has not begun it gives back when it comes to nothing with it. Running a shard twice, and letting the first
/// landing win, would need two leases of one shard, and a fence is there to keep just that from landing; near its end an
/// exhibit is dealt out shard by shard instead, so that what one worker holds back is never more than the shard it is at.
public struct Portion: Hashable, Sendable {
    /// Seconds of work that a grant is to be.
    public static let seconds: Int64 = 2
    /// Shards of one grant, and so of one message.
    public static let largest = 16
    /// What opening and finishing even a small shard costs, in bytes that could have been read meanwhile: a thousand items at
    /// `Cutting.itemCost` each.
    public static let shardCost: Int64 = 16 << 20

    /// How many shards it may be.
    public let shardLimit: Int
    /// How much all of them may cost; the first is granted whatever it costs.
    public let costLimit: Int64

    /// - Parameters:
    ///   - costPerSecond: what the worker's examiners get done in a second; 0 while nobody knows.
    ///   - readyCount: how many shards of the exhibit wait; nil for more than anybody counts.
    ///   - examinerCount: how many examiners there are, at all workers.
    ///   - limit: how many shards the worker wants at most.
    public init(costPerSecond: Int64, readyCount: Int?, examinerCount: Int, limit: Int = Portion.largest) {
        let share = readyCount.map { max(1, $0 / max(1, examinerCount)) } ?? Self.largest
        shardLimit = costPerSecond > 0 ? max(1, min(Self.largest, share, limit)) : 1
        let (cost, isOverflow) = max(0, costPerSecond).multipliedReportingOverflow(by: Self.seconds)
        costLimit = isOverflow ? .max : cost
    }

    /// What a shard costs that reads so many bytes.
    public static func cost(ofReading byteCount: Int64) -> Int64 { max(byteCount, shardCost) }

    /// How many of these shards it is, in the order in which they would be granted. What is no content may take hours: it is
    /// granted by itself.
    public func count(of shards: [(kind: ShardKind, byteCount: Int64)]) -> Int {
        var (count, cost): (Int, Int64) = (0, 0)
        for shard in shards.prefix(shardLimit) {
            cost = cost.addingClamped(Self.cost(ofReading: shard.byteCount))
            let isAlone = shard.kind != .contents || shards[0].kind != .contents
            guard count == 0 || (!isAlone && cost <= costLimit) else { break }
            count += 1
        }
        return count
    }
}
