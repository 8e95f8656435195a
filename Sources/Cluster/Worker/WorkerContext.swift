internal import ClusterProtocol
internal import GRPCCore
internal import Logging
internal import ServiceLifecycle
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

    /// How long the coordinator keeps a request for work waiting before it answers that there is none: far less than a
    /// lease, which counts from the request.
    private var leasePatience: Duration { min(.seconds(2), term / 6) }

    /// Says by what method this worker examines; every examination records it.
    func enrol(method: [String: String]) async throws {
        _ = try await connection.enrol(options, method: method.merging(HostMethod.ofThisProcess) { $1 })
    }

    /// Waits for a shard, for as long as it takes.
    func leaseOne() async throws -> Caseload_V1_Grant {
        var request = Caseload_V1_LeaseRequest.with {
            $0.worker = options.name
            $0.limit = 1
            $0.patienceMilliseconds = leasePatience.milliseconds
        }
        while true {
            try Task.checkCancellation()
            request.avoidedExhibits = avoidance.present
            var asked = ContinuousClock.now
            let reply = try await connection.persistently("ask for work", patience: term / 3) { [request] in
                asked = .now
                return try await $0.lease(request, options: $1)
            }
            guard let grant = reply?.grants.first else { continue }
            leases.with { $0.add(shard: grant.shard, fence: grant.fence, asked: asked, term: term) }
            if try await provide(for: grant) {
                metrics.took(grant.assignment)
                return grant
            }
        }
    }

    /// Hands in findings, unless the lease has ended by this worker's own clock.
    /// - Returns: whether they have landed.
    /// - Throws: `Nonsense` where these findings will never land, whoever hands them in.
    func land(_ batch: Caseload_V1_Batch, under held: Caseload_V1_Held) async throws -> Bool {
        let request = Caseload_V1_LandRequest.with {
            $0.worker = options.name
            $0.lease = held
            $0.sequence = batch.sequence
            $0.completes = batch.completes
            $0.findings = batch.findings
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
    func handBack(_ held: [Caseload_V1_Held]) async throws {
        guard !held.isEmpty else { return }
        let request = Caseload_V1_HandBackRequest.with {
            $0.worker = options.name
            $0.leases = held
        }
        _ = try? await connection.once { try await $0.handBack(request, options: $1) }
        for lease in held { leases.with { $0.end(shard: lease.shard, fence: lease.fence) } }
    }

    /// Prolongs the leases, three times a term, until the worker stops.
    func renewLeases() async {
        while !Task.isShuttingDownGracefully {
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: term / 3) }
            let book = leases.with { $0.leases }
            metrics.holds(book.count)
            guard !book.isEmpty else { continue }
            let request = Caseload_V1_Renewal.with { renewal in
                renewal.worker = options.name
                renewal.leases = book.map { shard, lease in
                    .with {
                        $0.shard = shard
                        $0.fence = lease.fence
                    }
                }
            }
            let asked = ContinuousClock.now
            guard
                let reply = try? await connection.once(patience: term / 3, { try await $0.renew(request, options: $1) })
            else { continue }
            leases.with { $0.renew(book, stillHeld: Set(reply.stillHeld), at: asked, term: term) }
        }
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension CoordinatorConnection {
    func enrol(_ options: WorkerOptions, method: [String: String]) async throws -> Caseload_V1_Welcome? {
        let enrolment = Caseload_V1_Enrolment.with {
            $0.worker = options.name
            $0.version = options.version
            $0.host = options.host
            $0.examiners = Int32(options.examinerCount)
            $0.method = method
        }
        // Whoever starts a worker wants to hear soon that nobody is there.
        return try await persistently("enrol", patience: .seconds(5)) { try await $0.enrol(enrolment, options: $1) }
    }
}
