import CaseStore
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Cluster

/// A coordinator and a worker as they always are, on a PostgreSQL, with a program in the place of the examiner.
struct SmallCluster {
    let store: CaseStore
    let exhibit: ExhibitID
    let words = Words()
    private let folder = try? ScratchFolder()
    private let services: [any Service]

    /// The server takes 50 connections, and a coordinator wants four.
    private static let gate = Gate(places: 4)

    /// Examines until every shard has ended.
    /// - Parameter role: what the rogue examiner does.
    static func run(rogue role: String) async throws -> SmallCluster {
        await gate.enter()
        let result: Result<SmallCluster, any Error>
        do {
            let cluster = try await SmallCluster(rogue: role)
            try await cluster.run()
            result = .success(cluster)
        } catch { result = .failure(error) }
        await gate.leave()
        return try result.get()
    }

    private init(rogue role: String) async throws {
        let folder = try #require(folder)
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "rogue-examiner")
        try FileManager.default.createSymbolicLink(at: folder.url.appending(path: role), withDestinationURL: program)
        let address = try await RealStore.newAddress()
        store = try await CaseStore(at: address)
        let image = try folder.write([UInt8](repeating: 0, count: 1 << 20), to: "image.raw")
        let registration = try Registration(
            path: image, reference: "1", policy: .none, acquisition: [], hashSets: [])
        _ = try await store.createCase("A")
        exhibit = try await store.addExhibit(registration.exhibit, to: "A", survey: registration.survey).id
        _ = try Secret(makingAt: folder.path("secret"))
        let logger = words.logger
        services = [
            Coordinator(
                databaseAddress: address,
                options: CoordinatorOptions(
                    doors: [.socket(path: folder.path("s"), secretPath: folder.path("secret"))],
                    hashSetFolder: folder.path("sets"), version: "1"), logger: logger),
            Worker(
                WorkerOptions(
                    name: "w", host: "h", version: "1", executable: folder.path(role),
                    coordinators: [.socket(path: folder.path("s"), secretPath: folder.path("secret"))],
                    patience: .seconds(role == "silent" ? 1 : 60)), logger: logger),
        ]
    }

    private func run() async throws {
        let group = ServiceGroup(services: services, logger: words.logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                while try await !store.progress(of: exhibit).hasEnded { try await Task.sleep(for: .milliseconds(20)) }
            }
            try await tasks.next()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

/// What a coordinator and a worker log.
final class Words: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { [self] _ in Handler(words: self) } }

    private struct Handler: LogHandler {
        let words: Words
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { words.lines.withLock { $0.append("\(event.level): \(event.message)") } }
    }
}
