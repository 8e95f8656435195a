internal import ClusterProtocol
internal import Foundation
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix

/// A worker without examiners: it says what a worker says, over a connection of its own, and replays a recording.
struct SimulatedWorker: Sendable {
    typealias Client = Caseload_V1_Coordination.Client<HTTP2ClientTransport.Posix>

    let name: String
    private let transport: GRPCClient<HTTP2ClientTransport.Posix>
    private var client: Client { Client(wrapping: transport) }

    /// What it has done.
    struct Tally: Sendable {
        var grants = 0
        var contents = 0
        var leaseSeconds: [Double] = []
        var landSeconds: [Double] = []

        static func += (a: inout Tally, b: Tally) {
            a.grants += b.grants
            a.contents += b.contents
            a.leaseSeconds += b.leaseSeconds
            a.landSeconds += b.landSeconds
        }
    }

    init(_ name: String, of lab: Lab) throws {
        self.name = name
        transport = GRPCClient(
            transport: try .http2NIOPosix(
                target: .unixDomainSocket(path: lab.socket), transportSecurity: .plaintext),
            interceptors: [SecretBearer(secret: lab.secret)])
    }

    /// Connects, enrols, and lets go when `body` has ended.
    func connected<Answer: Sendable>(
        protocolVersion: Int32, _ body: @Sendable @escaping (SimulatedWorker) async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await transport.runConnections() }
            _ = try await client.enrol(
                .with {
                    $0.worker = name
                    $0.version = "benchmark"
                    $0.host = "benchmark"
                    $0.examiners = 1
                    $0.protocolVersion = protocolVersion
                })
            let answer = try await body(self)
            transport.beginGracefulShutdown()
            try await group.waitForAll()
            return answer
        }
    }

    /// Leases, sleeps as long as examining would take, and lands, until the time is over or nothing is left.
    /// - Parameter examining: how long one shard takes.
    func work(
        until end: ContinuousClock.Instant, limit: Int32, examining: Duration, replaying recording: Recording
    ) async throws -> Tally {
        var tally = Tally()
        while .now < end {
            let asked = ContinuousClock.now
            let grants = try await client.lease(
                .with {
                    $0.worker = name
                    $0.limit = limit
                    $0.patienceMilliseconds = 200
                    // As fast as one content shard in the time that one takes here.
                    $0.bytesPerSecond = Int64(Double(96 << 20) / max(examining / .seconds(1), 0.001))
                }
            ).grants
            if grants.isEmpty { continue }
            tally.leaseSeconds.append(asked.duration(to: .now) / .seconds(1))
            tally.grants += grants.count
            for grant in grants {
                try await Task.sleep(for: examining)
                try await land(grant, replaying: recording, &tally)
            }
        }
        return tally
    }

    private func land(
        _ grant: Caseload_V1_Grant, replaying recording: Recording, _ tally: inout Tally
    ) async throws {
        let batches = recording.batches(of: grant.assignment)
        for (sequence, findings) in batches.enumerated() {
            let request = Caseload_V1_LandRequest.with {
                $0.worker = name
                $0.lease = .with {
                    $0.shard = grant.shard
                    $0.fence = grant.fence
                }
                $0.sequence = Int32(sequence)
                $0.completes = sequence == batches.count - 1
                $0.findings = findings
            }
            let begun = ContinuousClock.now
            try await persistently { _ = try await client.land(request) }
            tally.landSeconds.append(begun.duration(to: .now) / .seconds(1))
            tally.contents += findings.contents.count
        }
    }

    /// A coordinator that is busy says so; a worker asks again.
    private func persistently(_ call: () async throws -> Void) async throws {
        while true {
            do { return try await call() } catch let error as RPCError where error.code == .aborted {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Heartbeats, and nothing else.
    func beat(every interval: Duration, until end: ContinuousClock.Instant) async throws -> Int {
        var count = 0
        try await Task.sleep(for: interval * Double.random(in: 0...1))
        while .now < end {
            _ = try await client.renew(
                .with {
                    $0.worker = name
                    $0.examiners = 1
                    $0.idleMilliseconds = 1000
                })
            count += 1
            try await Task.sleep(for: interval)
        }
        return count
    }
}

/// Adds the coordinator's secret to every call.
private struct SecretBearer: ClientInterceptor {
    let secret: String

    @concurrent func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingClientRequest<Input>, context: ClientContext,
        next: @concurrent (StreamingClientRequest<Input>, ClientContext) async throws -> StreamingClientResponse<Output>
    ) async throws -> StreamingClientResponse<Output> {
        var request = request
        request.metadata.addString(secret, forKey: "caseload-secret")
        return try await next(request, context)
    }
}
