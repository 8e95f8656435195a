internal import ClusterProtocol
internal import Foundation
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import SwiftProtobuf

/// A worker without examiners: it says what a worker says, over a connection of its own, and replays a recording.
struct SimulatedWorker: Sendable {
    typealias Client = Caseload_V1_Coordination.Client<HTTP2ClientTransport.Posix>

    let name: String
    private let transport: GRPCClient<HTTP2ClientTransport.Posix>
    private var client: Client { Client(wrapping: transport) }

    /// What it has done.
    struct Tally: Sendable {
        var grants = 0
        /// Items and contents that have landed.
        var rows = 0
        var leaseSeconds: [Double] = []
        var landSeconds: [Double] = []

        static func += (a: inout Tally, b: Tally) {
            a.grants += b.grants
            a.rows += b.rows
            a.leaseSeconds += b.leaseSeconds
            a.landSeconds += b.landSeconds
        }
    }

    init(_ name: String, at door: Lab.Door) throws {
        self.name = name
        transport = GRPCClient(
            transport: try .http2NIOPosix(
                target: .unixDomainSocket(path: door.socket), transportSecurity: .plaintext),
            interceptors: [SecretBearer(secret: door.secret)])
    }

    /// Connects, enrols, and lets go when `body` has ended.
    func connected<Answer: Sendable>(
        _ body: @Sendable @escaping (SimulatedWorker) async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await transport.runConnections() }
            var patient = CallOptions.defaults
            patient.waitForReady = true
            _ = try await client.enrol(enrolment, options: patient)
            let answer = try await body(self)
            transport.beginGracefulShutdown()
            try await group.waitForAll()
            return answer
        }
    }

    private var enrolment: Caseload_V1_Enrolment {
        .with {
            $0.worker = name
            $0.version = "benchmark"
            $0.host = "benchmark"
            $0.examiners = 1
            $0.method = ["libtsk": "4.11.1"]
            $0.protocolVersion = 1
        }
    }

    /// Leases, sleeps as long as examining would take, and lands, until the time is over.
    /// - Parameters:
    ///   - from: when counting begins.
    ///   - examining: how long one shard takes.
    func work(
        from: ContinuousClock.Instant, until end: ContinuousClock.Instant, limit: Int32, examining: Duration,
        replaying recording: Recording
    ) async throws -> Tally {
        var tally = Tally()
        while .now < end {
            let asked = ContinuousClock.now
            let grants = try await client.lease(request(limit: limit, examining: examining)).grants
            if grants.isEmpty { continue }
            if from...end ~= .now {
                tally.leaseSeconds.append(asked.duration(to: .now) / .seconds(1))
                tally.grants += grants.count
            }
            for grant in grants {
                try await Task.sleep(for: examining)
                for landing in try await land(grant, replaying: recording) where from...end ~= landing.end {
                    tally.landSeconds.append(landing.seconds)
                    tally.rows += landing.rows
                }
            }
        }
        return tally
    }

    private func request(limit: Int32, examining: Duration) -> Caseload_V1_LeaseRequest {
        .with {
            $0.worker = name
            $0.limit = limit
            $0.patienceMilliseconds = 200
            // As fast as one large shard in the time that one takes here.
            $0.bytesPerSecond = Int64(Double(96 << 20) / max(examining / .seconds(1), 0.001))
        }
    }

    private struct Landing {
        let seconds: Double
        let end: ContinuousClock.Instant
        let rows: Int
    }

    private func land(_ grant: Caseload_V1_Grant, replaying recording: Recording) async throws -> [Landing] {
        let batches = recording.batches(of: grant.assignment)
        var landings: [Landing] = []
        for (sequence, findings) in batches.enumerated() {
            let request = try Caseload_V1_LandRequest.with {
                $0.worker = name
                $0.lease = grant.held
                $0.sequence = Int32(sequence)
                $0.completes = sequence == batches.count - 1
                $0.findings = try findings.serializedBytes()
            }
            let begun = ContinuousClock.now
            try await persistently { _ = try await client.land(request) }
            let end = ContinuousClock.now
            landings.append(
                Landing(
                    seconds: begun.duration(to: end) / .seconds(1), end: end,
                    rows: findings.items.count + findings.contents.count))
        }
        return landings
    }

    /// A coordinator that is busy says so; a worker asks again.
    private func persistently(_ call: () async throws -> Void) async throws {
        while true {
            do { return try await call() } catch let error as RPCError where error.code == .aborted {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Takes one lease and keeps it, at whatever moment of the interval.
    /// - Returns: how many heartbeats were answered from `start` on.
    func beat(
        from start: ContinuousClock.Instant, until end: ContinuousClock.Instant, every interval: Duration
    ) async throws -> Int {
        let grants = try await client.lease(request(limit: 1, examining: .seconds(1))).grants
        let renewal = Caseload_V1_Renewal.with {
            $0.worker = name
            $0.leases = grants.map(\.held)
            $0.examiners = 1
            $0.busyMilliseconds = interval.components.seconds * 1000
        }
        var (count, next) = (0, ContinuousClock.now + interval * Double.random(in: 0...1))
        while next < end {
            try await Task.sleep(until: next)
            let reply = try await client.renew(renewal)
            guard reply.stillHeld.count == grants.count else { throw BenchmarkError("\(name) has lost its lease") }
            count += next >= start ? 1 : 0
            next += interval
        }
        return count
    }
}

extension Caseload_V1_Grant {
    fileprivate var held: Caseload_V1_Held {
        .with {
            $0.shard = shard
            $0.fence = fence
        }
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
