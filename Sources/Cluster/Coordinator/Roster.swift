internal import CaseStore
internal import Foundation
internal import GRPCCore
internal import Synchronization

/// The workers that a coordinator grants nothing to, as the store had them a moment ago: no call has to ask. What it is
/// late to know, the store knows: a quarantined worker's leases have ended there.
final class Roster: Sendable {
    private let setAside = Mutex<[String: WorkerStanding]>([:])

    func update(_ standings: [String: WorkerStanding]) { setAside.withLock { $0 = standings } }

    func isDraining(_ worker: String) -> Bool { setAside.withLock { $0[worker]?.state == .draining } }

    /// - Throws: what a quarantined worker is told, whatever it calls for.
    func admit(_ worker: String) throws(RPCError) {
        guard let standing = setAside.withLock({ $0[worker] }), standing.state == .quarantined else { return }
        throw RPCError(code: .failedPrecondition, message: standing.refusal(of: worker))
    }
}

extension WorkerStanding {
    fileprivate func refusal(of worker: String) -> String {
        "Worker \(worker) is quarantined since \(since.ISO8601Format()): \(reason ?? "no reason is known"). Look into it; "
            + "then let it in again: caseload worker release \(worker)"
    }
}
