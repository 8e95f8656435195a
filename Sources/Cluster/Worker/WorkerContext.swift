internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import Shards
internal import SwiftProtobuf

/// What a worker's lanes share: its line to the coordinator and its leases.
struct WorkerContext: Sendable {
    let options: WorkerOptions
    let connection: CoordinatorConnection
    let leases: HeldLeases
    let readiness: SharedReadiness
    let metrics: WorkerMetrics
    let logger: Logger
    /// How long a lease lasts, as the coordinator said on enrolment.
    let term: Duration
    /// Where this host has the hash-set indexes.
    let hashSetFolder: String
    /// What fetches them; nil where the folder is the coordinator's own.
    let indexes: IndexCache?
    /// What finds out where exhibits are; nil where they are looked for under their own paths alone.
    let evidence: EvidenceFinder?
    /// What this worker leaves to others.
    let avoidance = SharedAvoidance()
    let supply = Supply()
    let activity = Activity()

    /// How long the coordinator keeps a request for work waiting before it answers that there is none: far less than a
    /// lease, which counts from the request.
    private var leasePatience: Duration { min(.seconds(2), term / 6) }

    /// Says by what method this worker examines; every examination records it.
    func enrol(method: [String: String]) async throws {
        _ = try await connection.enrol(options, method: method.merging(HostMethod.ofThisProcess) { $1 })
    }

    /// Waits for shards, for as long as it takes.
    func lease() async throws -> [Caseload_V1_Grant] {
        while true {
            try Task.checkCancellation()
            let request = Caseload_V1_LeaseRequest.with {
                $0.worker = options.name
                $0.limit = Int32(Portion.largest)
                $0.patienceMilliseconds = leasePatience.milliseconds
                $0.bytesPerSecond = activity.costPerSecond(of: options.examinerCount)
                $0.avoidedExhibits = avoidance.present
            }
            var asked = ContinuousClock.now
            let reply = try await connection.persistently("ask for work", patience: term / 3) {
                asked = .now
                return try await $0.lease(request, options: $1)
            }
            let grants = reply?.grants ?? []
            leases.with { [asked] book in
                for grant in grants { book.add(shard: grant.shard, fence: grant.fence, asked: asked, term: term) }
            }
            let provided = try await provided(of: grants)
            if !provided.isEmpty { return provided }
        }
    }

    /// Those of which this host has all that they need.
    private func provided(of grants: [Caseload_V1_Grant]) async throws -> [Caseload_V1_Grant] {
        var provided: [Caseload_V1_Grant] = []
        for grant in grants where try await provide(for: grant) {
            metrics.took(grant.assignment)
            provided.append(grant)
        }
        return provided
    }

    /// Hands in findings, unless the lease has ended by this worker's own clock.
    /// - Returns: whether they have landed.
    /// - Throws: `Nonsense` where these findings will never land, whoever hands them in.
    func land(_ batch: Caseload_V1_Batch, under held: Caseload_V1_Held) async throws -> Bool {
        let request = try Caseload_V1_LandRequest.with {
            $0.worker = options.name
            $0.lease = held
            $0.sequence = batch.sequence
            $0.completes = batch.completes
            $0.findings = try batch.findings.serializedBytes()
        }
        let (reply, start): (Caseload_V1_LandReply?, ContinuousClock.Instant)
        start = .now
        do {
            reply = try await connection.persistently("hand in findings", while: { leases.holds(held) }) {
                try await $0.land(request, options: $1)
            }
        } catch let error as RPCError where [.invalidArgument, .resourceExhausted].contains(error.code) {
            metrics.handedIn(.refused, since: start)
            throw Nonsense(cause: error.message)
        }
        if batch.completes { leases.with { $0.end(shard: held.shard, fence: held.fence) } }
        let isAccepted = reply?.accepted == true
        metrics.handedIn(isAccepted ? .accepted : .late, since: start)
        if isAccepted { return true }
        logger.notice("Late findings were dropped: the lease had ended.", metadata: ["shard": "\(held.shard)"])
        return false
    }

    func report(_ death: Caseload_V1_Death) async throws {
        metrics.died(death.cause)
        logger.warning("\(death.detail)", metadata: ["shard": "\(death.lease.shard)"])
        do {
            _ = try await connection.persistently("report a death", while: { leases.holds(death.lease) }) {
                try await $0.reportDeath(death, options: $1)
            }
        } catch let error as RPCError where [.invalidArgument, .internalError].contains(error.code) {
            // The lease ends by itself, and the shard is granted again.
            logger.error("The death was not taken: \(error.message)", metadata: ["shard": "\(death.lease.shard)"])
        }
        leases.with { $0.end(shard: death.lease.shard, fence: death.lease.fence) }
    }

    /// Gives shards back. One attempt: where it fails, the leases end by themselves.
    func handBack(_ held: [Caseload_V1_Held]) async {
        guard !held.isEmpty else { return }
        let request = Caseload_V1_HandBackRequest.with {
            $0.worker = options.name
            $0.leases = held
        }
        _ = try? await connection.once(patience: .seconds(5)) { try await $0.handBack(request, options: $1) }
        for lease in held { leases.with { $0.end(shard: lease.shard, fence: lease.fence) } }
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension CoordinatorConnection {
    func enrol(_ options: WorkerOptions, method: [String: String]) async throws -> Caseload_V1_Welcome? {
        let enrolment = Self.enrolment(of: options, method: method)
        // Whoever starts a worker wants to hear soon that nobody is there.
        return try await persistently("enrol", patience: .seconds(5)) { try await $0.enrol(enrolment, options: $1) }
    }

    static func enrolment(of options: WorkerOptions, method: [String: String]) -> Caseload_V1_Enrolment {
        .with {
            $0.worker = options.name
            $0.version = options.version
            $0.host = options.host
            $0.examiners = Int32(clamping: options.examinerCount)
            $0.method = method
            $0.protocolVersion = ProtocolVersion.current
        }
    }
}
