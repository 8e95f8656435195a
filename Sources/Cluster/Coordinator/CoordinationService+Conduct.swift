internal import CaseStore
internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import Shards

extension CoordinationService {
    /// Whether a call may speak for a worker: its certificate says so, and the worker is not quarantined.
    func admit(_ worker: String, _ context: ServerContext) throws(RPCError) {
        try context.admit(worker)
        try roster.admit(worker)
    }

    /// Refuses a worker that cannot be understood.
    func admit(protocolOf enrolment: Caseload_V1_Enrolment) throws(RPCError) {
        guard
            let words = ProtocolVersion.refusal(
                of: enrolment.worker, speaking: enrolment.protocolVersion, program: enrolment.version,
                by: options.version)
        else { return }
        refusals.note(words, word: "wrong-protocol")
        throw RPCError(code: .permissionDenied, message: words)
    }

    /// Looks into a claim that the store has refused: whoever comes late is honest, whoever never had the lease is not.
    func doubt(_ claim: Claim, to lease: Caseload_V1_Held) async throws {
        let standing = try await answering {
            try await unlessGone(nil) { try await store.standing(of: ShardID(lease.shard)) }
        }
        guard standing?.shard.standing(of: claim) == .invented else { return }
        let detail = "it spoke of a lease that it was never granted (shard \(lease.shard), fence \(lease.fence))"
        try await note(.inventedLease, of: claim.worker, detail: detail)
    }

    /// Notes what a worker has done against the rules, and says once where it is quarantined for it.
    func note(_ breach: Conduct.Breach, of worker: String, detail: String) async throws {
        let words = String(detail.prefix(Self.detailLimit))
        let isQuarantined = try await answering { try await store.note(breach, of: worker, detail: words) }
        guard isQuarantined else { return }
        logger.error(
            "Quarantined the worker \(worker): \(words). To let it in again: caseload worker release \(worker)",
            metadata: ["breach": "\(breach.rawValue)"])
        roster.update(try await answering { try await store.workersSetAside() })
        backlog.news.ring()
    }

    /// Characters of what is kept of one breach: the words may quote what the worker sent.
    private static let detailLimit = 300
}
