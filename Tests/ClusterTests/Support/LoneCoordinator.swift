import CaseStore
import ClusterProtocol
import Foundation
import GRPCCore
import ServiceLifecycle
import SwiftProtobuf
import TestSupport
import Testing

@testable import Cluster

/// A real coordinator on a real store with one registered exhibit, and a line to it over which a test says what it likes.
struct LoneCoordinator {
    let store: CaseStore
    let exhibit: ExhibitID
    let client: CoordinatorConnection.Client
    let words: Words
    let address: CoordinatorAddress

    /// The server takes 50 connections, and a coordinator wants some.
    private static let gate = Gate(places: 4)

    static func run(_ body: @escaping @Sendable (LoneCoordinator) async throws -> Void) async throws {
        await gate.enter()
        let result: Result<Void, any Error>
        do {
            try await runAlone(body)
            result = .success(())
        } catch { result = .failure(error) }
        await gate.leave()
        try result.get()
    }

    private static func runAlone(_ body: @escaping @Sendable (LoneCoordinator) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let (database, words) = (try await RealStore.newAddress(), Words())
        let store = try await CaseStore(at: database)
        let image = try folder.write([UInt8](repeating: 0, count: 1 << 20), to: "image.raw")
        let registration = try Registration(path: image, reference: "1", policy: .none, acquisition: [], hashSets: [])
        _ = try await store.createCase("A")
        let exhibit = try await store.addExhibit(registration.exhibit, to: "A", survey: registration.survey).id
        let (socket, secret) = (folder.path("s"), folder.path("secret"))
        _ = try Secret(makingAt: secret)
        let coordinator = Coordinator(
            databaseAddress: database,
            options: CoordinatorOptions(
                doors: [.socket(path: socket, secretPath: secret)], hashSetFolder: folder.path("sets"),
                // Nobody renews here, and the machine may be slow.
                leaseTerm: .seconds(900), version: "1"),
            logger: words.logger)
        let address = CoordinatorAddress.socket(path: socket, secretPath: secret)
        let line = try Line(to: address, as: nil)
        let lone = LoneCoordinator(
            store: store, exhibit: exhibit, client: .init(wrapping: line.client), words: words, address: address)
        let group = ServiceGroup(services: [coordinator], logger: words.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            while !FileManager.default.fileExists(atPath: socket) { try await Task.sleep(for: .milliseconds(5)) }
            tasks.addTask { try await line.client.runConnections() }
            // A socket is there a moment before anybody listens on it.
            var options = CallOptions.defaults
            options.waitForReady = true
            _ = try await lone.client.handBack(.with { $0.worker = "first" }, options: options)
            let result: Result<Void, any Error>
            do {
                try await body(lone)
                result = .success(())
            } catch { result = .failure(error) }
            line.client.beginGracefulShutdown()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
        await store.close()
        withExtendedLifetime(folder) {}
    }

    /// Leases a shard as a worker would.
    func lease(as worker: String, limit: Int32 = 1) async throws -> [Caseload_V1_Grant] {
        try await client.lease(
            .with {
                $0.worker = worker
                $0.limit = limit
                $0.patienceMilliseconds = 20_000
            }
        ).grants
    }

    /// Hands in findings under a lease, as whoever says so.
    @discardableResult
    func land(
        _ findings: Caseload_V1_Findings, under held: Caseload_V1_Held, as worker: String, sequence: Int32 = 0
    ) async throws -> Caseload_V1_LandReply {
        try await land(try findings.serializedBytes(), under: held, as: worker, sequence: sequence)
    }

    /// Hands in what may be no findings at all.
    @discardableResult
    func land(
        _ findings: Data, under held: Caseload_V1_Held, as worker: String, sequence: Int32 = 0
    ) async throws -> Caseload_V1_LandReply {
        try await client.land(
            .with {
                $0.worker = worker
                $0.lease = held
                $0.sequence = sequence
                $0.completes = true
                $0.findings = findings
            })
    }

    func isQuarantined(_ worker: String) async throws -> Bool {
        try await store.workersSetAside()[worker]?.state == .quarantined
    }
}
