import Foundation
import Glibc
import PrivateStore
import TestSupport
import Testing

/// What a worker hands in when its lease has long ended. The roles run by hand here, so that nothing ends them when the
/// examination is over.
@Suite("Late findings", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct LateFindingsTests {
    private static let exhibit = "own-laptop.E01"

    @Test("are dropped by a worker that was stopped past its lease", arguments: UInt64(0)..<2)
    func droppedByWorker(seed: UInt64) async throws {
        try await withCluster(leaseMilliseconds: 2000) { cluster in
            let late = try cluster.worker("late", socket: cluster.socket)
            try await cluster.awaitLanding(moreThan: Int(seed), by: "late")
            late.send(SIGSTOP)
            let prompt = try cluster.worker("prompt", socket: cluster.socket)
            try await cluster.awaitEnd()
            late.send(SIGCONT)
            try await eventually {
                late.words.contains("Late findings were dropped") || late.words.contains("An examiner was dismissed")
            }
            for worker in [late, prompt] { try await worker.end() }
        }
    }

    /// A coordinator with one registered exhibit; at the end its findings must be those of an undisturbed examination.
    private func withCluster(leaseMilliseconds: Int, _ body: (Cluster) async throws -> Void) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let scratch = try Scratch()
        try await scratch.copyData(of: undisturbed.store)
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let image = try await scratch.unpack(Exhibits.named(Self.exhibit))
        for command in [["case", "create", "C"], ["exhibit", "add", "C", image, "--exhibit=\(Self.exhibit)"]] {
            let outcome = try await Caseload.run(command + ["--data=\(scratch.data)"])
            try #require(outcome.isSuccess, "\(outcome)")
        }
        let cluster = try Cluster(scratch: scratch, store: store, leaseMilliseconds: leaseMilliseconds)
        try await body(cluster)
        try await cluster.coordinator.end()
        let digest = try await Caseload.run(["exhibit", "digest", "C", Self.exhibit, "--data=\(scratch.data)"])
        #expect(digest.output.contains(undisturbed.digests[Self.exhibit] ?? "none"), "\(digest)")
    }
}

/// A coordinator and workers, each a process of its own.
private struct Cluster {
    let scratch: Scratch
    let database: Database
    let socket: String
    let coordinator: RunningRole

    init(scratch: Scratch, store: PrivateStore, leaseMilliseconds: Int) throws {
        (self.scratch, database) = (scratch, Database(store))
        socket = scratch.url.appending(path: "c").path
        try Self.write(String(repeating: "s", count: 64), to: "secret", in: scratch)
        try Self.write(store.address, to: "address", in: scratch)
        coordinator = try RunningRole(
            "coordinator",
            [
                "coordinator", "--socket=\(socket)", "--secret-file=\(scratch.url.path)/secret",
                "--database-file=\(scratch.url.path)/address", "--hash-set-folder=\(scratch.data)/hashsets",
                "--lease-term=\(leaseMilliseconds)",
            ], in: scratch)
    }

    func worker(_ name: String, socket: String) throws -> RunningRole {
        try RunningRole(
            name,
            ["worker", "--name=\(name)", "--socket=\(socket)", "--secret-file=\(scratch.url.path)/secret"], in: scratch)
    }

    /// Waits until a worker has ended more than so many shards and holds another.
    func awaitLanding(moreThan count: Int, by worker: String) async throws {
        let of = "FROM shards WHERE worker = '\(worker)' AND state ="
        try await until {
            try await database.ask(
                "SELECT (SELECT count(*) \(of) 'done') > \(count) AND EXISTS (SELECT \(of) 'leased')")
                == "t"
        }
    }

    /// Waits until the examination is over.
    func awaitEnd() async throws {
        try await until { try await database.ask("SELECT bool_and(state = 'done') FROM exhibits") == "t" }
    }

    private func until(_ isSo: () async throws -> Bool) async throws {
        while try await !isSo() { try Task.checkCancellation() }
    }

    private static func write(_ text: String, to name: String, in scratch: Scratch) throws {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        _ = FileManager.default.createFile(
            atPath: scratch.url.appending(path: name).path, contents: Data(text.utf8), attributes: attributes)
    }
}
