internal import CaseStore
internal import ClusterProtocol
internal import Findings
internal import GRPCCore
internal import Logging
internal import Shards
internal import SwiftProtobuf

/// What workers can ask of the coordinator. It keeps nothing: every answer is a transaction of the store, so that any
/// coordinator can answer any call, and one that dies loses nothing.
struct CoordinationService: Caseload_V1_Coordination.SimpleServiceProtocol {
    let store: CaseStore
    let options: CoordinatorOptions
    /// Wakes those who wait for work.
    let bell: Bell
    let backlog: Backlog
    let heartbeats: Heartbeats
    let roster: Roster
    let watch: DatabaseWatch
    /// What reads evidence for workers on other hosts; nil where nothing does.
    let readers: EvidenceReaders?
    let access = SharedAccess()
    let metrics: CoordinatorMetrics
    let room = LandingRoom()
    let refusals: RefusalLog
    let logger: Logger

    func enrol(request: Caseload_V1_Enrolment, context: ServerContext) async throws -> Caseload_V1_Welcome {
        try admit(request.worker, context)
        try admit(protocolOf: request)
        try await answering {
            try await store.recordWorker(request.worker, description: try request.description())
        }
        return .with {
            $0.version = options.version
            $0.leaseMilliseconds = options.leaseTerm.milliseconds
            $0.hashSetFolder = options.hashSetFolder
            $0.protocolVersion = ProtocolVersion.current
        }
    }

    func lease(request: Caseload_V1_LeaseRequest, context: ServerContext) async throws -> Caseload_V1_LeaseReply {
        try admit(request.worker, context)
        let deadline = ContinuousClock.now + .milliseconds(request.patienceMilliseconds)
        while !context.cancellation.isCancelled {
            let heard = bell.rings
            try roster.admit(request.worker)
            let grants = try await grants(for: request)
            if context.cancellation.isCancelled {
                // Nobody hears the answer: without this the shards would wait until the leases end.
                try await takeBack(grants, from: request.worker)
                break
            }
            let left = deadline - .now
            // Whoever waits when the coordinator ends must not keep it from ending.
            if !grants.isEmpty || left <= .zero || bell.isClosed { return .with { $0.grants = grants } }
            await bell.wait(after: heard, patience: min(left, Self.pollInterval))
        }
        return .init()
    }

    private func takeBack(_ grants: [Caseload_V1_Grant], from worker: String) async throws {
        for grant in grants {
            let claim = Claim(worker, Fence(grant.fence))
            _ = try await answering { try await store.handBack(ShardID(grant.shard), under: claim) }
        }
        if !grants.isEmpty { backlog.news.ring() }
    }

    /// Whoever was woken for nothing looks again after this long.
    private static let pollInterval: Duration = .milliseconds(500)

    private func grants(for request: Caseload_V1_LeaseRequest) async throws -> [Caseload_V1_Grant] {
        let granted = try await grant(for: request)
        var grants: [Caseload_V1_Grant] = []
        for grant in granted {
            // One shard that cannot be granted must not keep the others from being examined.
            do {
                guard let message = try await message(of: grant, to: request.worker) else { continue }
                metrics.granted(grant.kind)
                grants.append(message)
            } catch {
                logger.error("A shard cannot be granted: \(error)", metadata: ["shard": "\(grant.shard.number)"])
            }
        }
        return grants
    }

    /// Grants of the exhibit whose turn it is, and where somebody else has taken the last of it, of the next.
    private func grant(for request: Caseload_V1_LeaseRequest) async throws -> [Grant] {
        guard !roster.isDraining(request.worker) else { return [] }
        let avoided = request.avoided
        while let turn = backlog.next(
            costPerSecond: request.bytesPerSecond, limit: Int(request.limit), avoiding: avoided)
        {
            let grants = try await answering {
                try await store.grant(
                    turn.portion, of: turn.exhibit, to: request.worker, term: options.leaseTerm)
            }
            backlog.note(grants.count, of: turn)
            if !grants.isEmpty { return grants }
        }
        return []
    }

    /// - Returns: nil for a suspected shard, which is split or given up instead.
    private func message(of grant: Grant, to worker: String) async throws -> Caseload_V1_Grant? {
        let assignment = try Caseload_V1_Assignment(serializedBytes: grant.specification)
        if grant.isSuspected {
            try await bury(.suspected(grant), assignment: assignment)
            return nil
        }
        return .with {
            $0.shard = grant.shard.number
            $0.fence = grant.fence.number
            $0.assignment = assignment
            $0.assignment.exhibit = Int64(grant.exhibit.number)
        }
    }

    func renew(request: Caseload_V1_Renewal, context: ServerContext) async throws -> Caseload_V1_RenewalReply {
        try admit(request.worker, context)
        let held = try await answering { try await heartbeats.write(Heartbeat(request)) }
        return .with {
            $0.stillHeld = held.map(\.number)
            $0.isDraining = roster.isDraining(request.worker)
        }
    }

    func land(request: Caseload_V1_LandRequest, context: ServerContext) async throws -> Caseload_V1_LandReply {
        try admit(request.worker, context)
        let landing = try await answering {
            try await room.withPlace {
                try await unlessGone(.refused(current: Fence())) { try await landIfAdmissible(request) }
            }
        }
        guard case .refused(let current) = landing else { return .with { $0.accepted = true } }
        try await doubt(request.lease.claim(of: request.worker), to: request.lease)
        metrics.refused(.late)
        logger.notice(
            "Refused findings of a lease that has ended.",
            metadata: ["shard": "\(request.lease.shard)", "fence": "\(request.lease.fence)"])
        return .with { $0.currentFence = current.number }
    }

    private func landIfAdmissible(_ request: Caseload_V1_LandRequest) async throws -> Landing {
        do { return try await land(request) } catch let error as ProtocolError {
            try await note(.inadmissibleFindings, of: request.worker, detail: error.cause)
            throw error
        } catch let error as StoreError where error.reason == .inadmissible {
            try await note(.inadmissibleFindings, of: request.worker, detail: error.cause)
            throw error
        }
    }

    private func land(_ request: Caseload_V1_LandRequest) async throws -> Landing {
        let findings = try Caseload_V1_Findings(admitting: request.findings).decoded()
        let landing = try await store.land(
            findings, of: ShardID(request.lease.shard), under: request.lease.claim(of: request.worker),
            batch: request.sequence, completes: request.completes
        ) { standing throws(StoreError) in
            guard let assignment = try? Caseload_V1_Assignment(serializedBytes: standing.specification) else {
                throw StoreError(.other, cause: "the work of shard \(request.lease.shard) cannot be read")
            }
            do {
                try Admission(to: assignment, after: .init(standing))
                    .admit(findings, completes: request.completes)
                return try Planner(assignment: assignment).shards(following: findings)
            } catch {
                throw StoreError(.inadmissible, cause: (error as? ProtocolError)?.cause ?? "\(error)")
            }
        }
        // Of other findings nothing follows.
        if findings.image != nil || !findings.items.isEmpty { backlog.news.ring() }
        if landing == .accepted { metrics.landed(findings) }
        return landing
    }

    func reportDeath(request: Caseload_V1_Death, context: ServerContext) async throws -> Caseload_V1_DeathReply {
        try admit(request.worker, context)
        let doomed = try await answering {
            try await unlessGone(nil) { try await assignment(of: ShardID(request.lease.shard)) }
        }
        if let doomed, case .refused = try await bury(request, assignment: doomed) {
            try await doubt(request.lease.claim(of: request.worker), to: request.lease)
        }
        return .with { $0.accepted = true }
    }

    @discardableResult
    private func bury(_ death: Caseload_V1_Death, assignment: Caseload_V1_Assignment) async throws -> Aftermath {
        let aftermath = try await answering {
            let plan = try DeathPlan(after: death, of: assignment)
            return try await unlessGone(.refused(current: Fence())) {
                try await store.die(
                    ShardID(death.lease.shard), under: death.lease.claim(of: death.worker),
                    replacements: plan.replacements, detour: plan.specification, failure: plan.failure,
                    isBlamed: death.cause != .foreign)
            }
        }
        metrics.died(death.cause)
        logger.warning("An examiner died: \(aftermath).", metadata: ["shard": "\(death.lease.shard)"])
        backlog.news.ring()
        return aftermath
    }

    func handBack(
        request: Caseload_V1_HandBackRequest, context: ServerContext
    ) async throws -> Caseload_V1_HandBackReply {
        try admit(request.worker, context)
        for lease in request.leases {
            let claim = lease.claim(of: request.worker)
            let isTaken = try await answering {
                try await unlessGone(false) { try await store.handBack(ShardID(lease.shard), under: claim) }
            }
            if !isTaken { try await doubt(claim, to: lease) }
        }
        backlog.news.ring()
        return .init()
    }

    private func assignment(of shard: ShardID) async throws -> Caseload_V1_Assignment {
        try Caseload_V1_Assignment(serializedBytes: try await store.standing(of: shard).specification)
    }
}

extension Caseload_V1_Enrolment {
    /// As a JSON object.
    fileprivate func description() throws -> String { try jsonString() }
}

extension Caseload_V1_Held {
    func claim(of worker: String) -> Claim { Claim(worker, Fence(fence)) }
}

extension Caseload_V1_Death {
    /// A shard whose leases keep ending in silence, as if an examiner had died of it.
    static func suspected(_ grant: Grant) -> Caseload_V1_Death {
        .with {
            $0.lease.shard = grant.shard.number
            $0.lease.fence = grant.fence.number
            $0.worker = grant.claim.worker
            $0.cause = .time
            $0.detail = "Each of \(Shard.lapseLimit) examiners in turn was lost without a word"
        }
    }
}

extension Admission.Landed {
    fileprivate init(_ standing: Standing) {
        self.init(batches: standing.landedBatches, items: standing.landedItems, failures: standing.landedFailures)
    }
}
