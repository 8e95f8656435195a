internal import CaseStore
internal import ClusterProtocol
internal import Shards

extension Heartbeat {
    /// A worker holds what its examiners have in hand and a grant or two: a list without end is a broken worker's.
    private static let leaseLimit = 10_000

    init(_ request: Caseload_V1_Renewal) {
        let leases = request.leases.prefix(Self.leaseLimit).map { (ShardID($0.shard), Fence($0.fence)) }
        self.init(
            of: request.worker, leases: Dictionary(leases) { max($0, $1) },
            activity: WorkerActivity(
                examiners: request.examiners, busy: request.busyMilliseconds, landing: request.landingMilliseconds,
                idle: request.idleMilliseconds, byteCount: request.byteCount, itemCount: request.itemCount))
    }
}
