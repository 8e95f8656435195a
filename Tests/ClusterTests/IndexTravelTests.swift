import CaseStore
import ClusterProtocol
import Findings
import CoreMetrics
import Foundation
import GRPCCore
import HashSets
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Cluster

@Suite("A hash set's index on its way to a worker", .realStore, .timeLimit(.minutes(15)))
struct IndexTravelTests {
    /// Made once: an index of three mebibytes.
    private static let index =
        Result {
            let folder = try ScratchFolder()
            let text = (0..<200_000).map { number in
                Hexadecimal.text(
                    (0..<16).map { UInt8(truncatingIfNeeded: (number &* 0x1E37_79B9_7F4A_7C15) >> ($0 * 4)) }) + "\n"
            }.joined()
            let report = try HashSetImport(file: try folder.write(text.utf8, to: "set.txt")).run(into: folder.url.path)
            let sha256 = Hexadecimal.bytes(report.sha256) ?? []
            return (sha256, try IndexContent(of: sha256, in: folder.url.path).bytes(at: 0, count: 64 << 20))
        } as Result<(sha256: [UInt8], bytes: [UInt8]), any Error>

    @Test("goes on where the line was cut, and is the same at the end")
    func survivesCuts() async throws {
        try await withCoordinator { away in
            let cut = CuttingValve(after: 3 << 19, times: 2)
            try await away.withCache(through: cut) { cache in
                let isHere = try await cache.provide(away.sha256, while: { true })
                #expect(isHere)
            }
            let travelled = try IndexContent(of: away.sha256, in: away.cacheFolder)
            #expect(try travelled.bytes(at: 0, count: 64 << 20) == away.bytes)
            #expect(cut.cutCount == 2)
            // What was under way is sent again; begun anew, it would have been three mebibytes.
            #expect(cut.byteCount < away.bytes.count + (2 << 20))
        }
    }

    @Test("is fetched once, however many ask for it at once")
    func isFetchedOnce() async throws {
        try await withCoordinator { away in
            let valve = CuttingValve(after: .max, times: 0)
            try await away.withCache(through: valve) { cache in
                try await withThrowingTaskGroup { group in
                    for _ in 0..<4 { group.addTask { try await cache.provide(away.sha256, while: { true }) } }
                    for try await isHere in group { #expect(isHere) }
                }
            }
            #expect(valve.byteCount < away.bytes.count * 3 / 2)
        }
    }

    @Test("is an obstacle where the coordinator has none")
    func isMissed() async throws {
        try await withCoordinator { away in
            try await away.withCache(through: CuttingValve(after: .max, times: 0)) { cache in
                await #expect(throws: Obstruction.self) {
                    try await cache.provide([UInt8](repeating: 7, count: 32), while: { true })
                }
            }
        }
    }

    private func withCoordinator(_ body: (Away) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        let index = try Self.index.get()
        try folder.write(index.bytes, to: Hexadecimal.text(index.sha256) + HashSetIndex.fileEnding)
        _ = try Secret(makingAt: folder.path("secret"))
        let coordinator = Coordinator(
            databaseAddress: try await RealStore.newAddress(),
            options: CoordinatorOptions(
                doors: [.socket(path: folder.path("c"), secretPath: folder.path("secret"))],
                hashSetFolder: folder.url.path, version: "1"), logger: Words().logger)
        let group = ServiceGroup(services: [coordinator], logger: Words().logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            try await body(Away(folder: folder, sha256: index.sha256, bytes: index.bytes))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// A coordinator with one index, and the way to it.
private struct Away {
    let folder: ScratchFolder
    let sha256: [UInt8]
    let bytes: [UInt8]

    var cacheFolder: String { folder.path("cache") }

    func withCache(through valve: CuttingValve, _ body: (IndexCache) async throws -> Void) async throws {
        let proxy = try SocketProxy(at: folder.path("p"), to: folder.path("c")) { valve }
        defer { proxy.end() }
        let line = try Line(to: .socket(path: folder.path("p"), secretPath: folder.path("secret")), as: nil)
        let logger = Words().logger
        let connection = CoordinatorConnection(
            over: [line], metrics: LineMetrics(in: NOOPMetricsHandler.instance), readiness: SharedReadiness(),
            logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await line.client.runConnections() }
            try await body(IndexCache(folder: cacheFolder, worker: "w", connection: connection, logger: logger))
            line.client.beginGracefulShutdown()
            group.cancelAll()
        }
    }
}

/// Cuts its lines after so many bytes to the client, so many times; then it lets everything pass.
private final class CuttingValve: ProxyValve {
    private let limit: Int
    private let times: Int
    private let state = Mutex((sinceCut: 0, cuts: 0, all: 0))

    init(after limit: Int, times: Int) { (self.limit, self.times) = (limit, times) }

    var cutCount: Int { state.withLock { $0.cuts } }
    var byteCount: Int { state.withLock { $0.all } }

    func pass(toServer bytes: [UInt8]) -> [UInt8]? { bytes }

    func pass(toClient bytes: [UInt8]) -> [UInt8]? {
        state.withLock { state in
            state.all += bytes.count
            state.sinceCut += bytes.count
            guard state.sinceCut > limit, state.cuts < times else { return bytes }
            (state.sinceCut, state.cuts) = (0, state.cuts + 1)
            return nil
        }
    }
}
