import Authority
import ClusterProtocol
import CoreMetrics
import Foundation
import GRPCCore
import GRPCProtobuf
import Logging
import SwiftProtobuf
import Testing

@testable import Cluster

/// What a worker that somebody has taken over could fill a coordinator's memory with, or its database.
@Suite("A coordinator that a worker floods", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct FloodTests {
    enum Flood: Sendable, CaseIterable, CustomTestStringConvertible {
        /// As many rows as a message has room for, of two bytes each.
        case crammed
        /// A message that is longer than any may be.
        case overlong
        /// One call with one message after another: 128 million rows in the end.
        case repeated

        var testDescription: String { "\(self)" }

        /// How much more a coordinator may hold at its worst, in MiB: a message as it comes, and once more as it is looked at.
        var bound: Int { self == .crammed ? 192 : 64 }
    }

    @Test("takes nothing of it, holds hardly more memory, and quarantines the worker", arguments: Flood.allCases)
    func holds(flood: Flood) async throws {
        try await Network.with { network in
            let database = Database(network.store)
            try await network.addExhibits([try Exhibits.named("own-laptop.E01")])
            let coordinator = try await network.coordinator("c1")
            try await network.withLiar("liar", of: coordinator) { liar in
                let grant = try #require(try await liar.lease().first)
                let before = try coordinator.role.memory(anew: true)
                await #expect(throws: RPCError.self) { try await liar.send(flood, under: grant) }
                try await eventually { try await database.ask("SELECT state FROM workers") == "quarantined" }
                let after = try coordinator.role.memory()
                print("\(flood): \(after.most - before.most) MiB more at most, \(after.now - before.now) in the end")
                #expect(after.most - before.most < flood.bound)
                #expect(after.now - before.now < 64)
                #expect(try await database.ask("SELECT count(*) FROM items") == "0")
                #expect(try await database.ask("SELECT state FROM shards") == "ready")
                let told = await #expect(throws: RPCError.self) { try await liar.lease() }
                #expect(told?.code == .failedPrecondition)
            }
            try await coordinator.role.end()
        }
    }
}

extension Network {
    /// Lets a test speak to a coordinator as a worker of its.
    fileprivate func withLiar(
        _ name: String, of coordinator: Coordinator, _ body: (Liar) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let identity = try Identity(
            in: try await issue("worker", name), as: .worker, logger: logger,
            metrics: PeerMetrics(in: NOOPMetricsHandler.instance))
        let line = try Line(to: try #require(CoordinatorAddress(network: coordinator.address)), as: identity)
        try await withThrowingTaskGroup { group in
            group.addTask { try await line.run() }
            defer { line.close() }
            try await body(Liar(name: name, client: line.client))
        }
    }
}

/// A worker that says what it likes.
private struct Liar {
    let name: String
    let client: GRPCClient<Line.Transport>

    private var calls: CoordinatorConnection.Client { .init(wrapping: client) }

    func lease() async throws -> [Caseload_V1_Grant] {
        // The coordinator may just be coming up.
        var options = CallOptions.defaults
        options.waitForReady = true
        let request = Caseload_V1_LeaseRequest.with {
            $0.worker = name
            $0.limit = 1
            $0.patienceMilliseconds = 20_000
        }
        return try await calls.lease(request, options: options).grants
    }

    func send(_ flood: FloodTests.Flood, under grant: Caseload_V1_Grant) async throws {
        let request = Caseload_V1_LandRequest.with {
            $0.worker = name
            $0.lease = grant.held
            $0.completes = true
            $0.findings = flood.findings
        }
        var options = CallOptions.defaults
        options.maxRequestMessageBytes = .max
        guard flood == .repeated else {
            _ = try await calls.land(request, options: options)
            return
        }
        let requests = StreamingClientRequest<Caseload_V1_LandRequest> { writer in
            for _ in 0..<256 { try await writer.write(request) }
        }
        _ = try await client.clientStreaming(
            request: requests, descriptor: Caseload_V1_Coordination.Method.Land.descriptor,
            serializer: ProtobufSerializer(), deserializer: ProtobufDeserializer<Caseload_V1_LandReply>(),
            options: options
        ) { try $0.message }
    }
}

extension FloodTests.Flood {
    /// Items without a field.
    fileprivate var findings: Data {
        let mebibytes = self == .overlong ? 80 : self == .crammed ? 60 : 1
        var row = Data([0x22, 0])
        while row.count < 1 << 20 { row += row }
        return (0..<mebibytes).reduce(into: Data()) { findings, _ in findings += row }
    }
}
