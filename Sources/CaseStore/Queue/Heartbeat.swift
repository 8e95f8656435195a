public import Shards

/// What a worker says three times a term: that it is there, what it has done, and which leases it still wants.
public struct Heartbeat: Hashable, Sendable {
    public let worker: String
    /// Each under the fence that it was granted with.
    public let leases: [ShardID: Fence]
    /// Added to what it has done in this minute; nil adds nothing, nor shows that the worker is there.
    public let activity: WorkerActivity?

    public init(of worker: String, leases: [ShardID: Fence] = [:], activity: WorkerActivity? = nil) {
        (self.worker, self.leases, self.activity) = (worker, leases, activity)
    }
}

extension Heartbeat {
    /// What one statement says of several heartbeats: of each lease, its shard, fence and holder; and of each worker that has
    /// done something, what.
    static func parameters(of heartbeats: [Heartbeat]) -> [Parameter] {
        let leases = heartbeats.flatMap { beat in beat.leases.map { (shard: $0, fence: $1, worker: beat.worker) } }
        let active = heartbeats.compactMap { beat in beat.activity.map { (worker: beat.worker, activity: $0) } }
        let activities = active.map(\.activity)
        return [
            .int64s(leases.map(\.shard.number)), .int64s(leases.map(\.fence.number)), .texts(leases.map(\.worker)),
            .texts(active.map(\.worker)), .int32s(activities.map(\.examiners)), .int64s(activities.map(\.busy)),
            .int64s(activities.map(\.landing)), .int64s(activities.map(\.idle)), .int64s(activities.map(\.byteCount)),
            .int64s(activities.map(\.itemCount)),
        ]
    }

    /// - Parameter held: the leases of all workers that last on, by shard.
    /// - Returns: those that this worker still holds.
    func stillHeld(_ held: [ShardID: Claim]) -> Set<ShardID> {
        Set(leases.lazy.filter { held[$0.key] == Claim(worker, $0.value) }.map(\.key))
    }
}
