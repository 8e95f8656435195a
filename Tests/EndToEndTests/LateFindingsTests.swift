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
    /// More bytes than renewals and requests for work come to within a lease.
    private static let longest = 2000

    @Test(
        "are refused by the coordinator when they were sent in time and the network held them", arguments: 0..<2
    )
    func refusedByCoordinator(landings: Int) async throws {
        // A lease can end before its worker has sent anything: then there is nothing to be refused, and it begins anew.
        for _ in 0..<8 {
            let words = try await withCluster(leaseMilliseconds: 2000) {
                try await holdFindings(in: $0, after: landings)
            }
            if words.contains("Refused findings") { return }
        }
        Issue.record("In none of eight examinations were late findings refused.")
    }

    /// Lets the network hold what a worker says until its leases have ended, and no longer: a coordinator gives a peer up
    /// that does not answer its pings.
    private func holdFindings(in cluster: Cluster, after landings: Int) async throws {
        let line = HeldLine()
        let path = cluster.scratch.url.appending(path: "p").path
        let proxy = try SocketProxy(at: path, to: cluster.socket) { line }
        defer { proxy.end() }
        let late = try cluster.worker("late", socket: path)
        guard try await cluster.awaitLanding(moreThan: landings, by: "late") else { return try await late.end() }
        line.hold()
        // Nothing else that a worker says is so long; stopped, it cannot take it back.
        try await eventually {
            if line.heldByteCount > Self.longest { return true }
            return try await cluster.holdsNothing("late")
        }
        late.send(SIGSTOP)
        try await eventually { try await cluster.holdsNothing("late") }
        line.letGo()
        let prompt = try cluster.worker("prompt", socket: cluster.socket)
        try await cluster.awaitEnd()
        late.send(SIGCONT)
        for worker in [late, prompt] { try await worker.end() }
    }

    @Test("are dropped by a worker that was stopped past its lease", arguments: 0..<2)
    func droppedByWorker(landings: Int) async throws {
        // An examination can be over before the worker is stopped: then it begins anew.
        for _ in 0..<8 {
            var isTried = false
            try await withCluster(leaseMilliseconds: 2000) { cluster in
                let late = try cluster.worker("late", socket: cluster.socket)
                guard try await cluster.awaitLanding(moreThan: landings, by: "late") else {
                    return try await late.end()
                }
                late.send(SIGSTOP)
                let prompt = try cluster.worker("prompt", socket: cluster.socket)
                try await cluster.awaitEnd()
                let before = try await cluster.sign(of: "late")
                late.send(SIGCONT)
                // What it held may have been in no examiner's hands yet: then it says nothing, and is only heard of again.
                try await eventually {
                    late.words.contains("Late findings were dropped")
                        || late.words.contains("An examiner was dismissed")
                        ? true : try await cluster.sign(of: "late") != before
                }
                isTried = late.words.contains("were dropped") || late.words.contains("was dismissed")
                for worker in [late, prompt] { try await worker.end() }
            }
            if isTried { return }
        }
        Issue.record("All of eight examinations were over before the worker was stopped.")
    }

    /// A coordinator with one registered exhibit; at the end its findings must be those of an undisturbed examination.
    /// - Returns: what the coordinator has said.
    @discardableResult
    private func withCluster(
        leaseMilliseconds: Int, _ body: (Cluster) async throws -> Void
    ) async throws -> String {
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
        return cluster.coordinator.words
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
            [
                "worker", "--name=\(name)", "--examiners=1", "--socket=\(socket)",
                "--secret-file=\(scratch.url.path)/secret",
            ], in: scratch)
    }

    /// Waits until a worker has ended more than so many shards and holds another than the long verification.
    /// - Returns: false when the examination is over before that.
    func awaitLanding(moreThan count: Int, by worker: String) async throws -> Bool {
        var words = ""
        try await eventually {
            words = try await database.ask(
                """
                SELECT CASE WHEN (SELECT bool_and(state = 'done') FROM exhibits) THEN 'over'
                    WHEN (SELECT count(*) FROM shards WHERE worker = '\(worker)' AND state = 'done') > \(count)
                        AND EXISTS (SELECT FROM shards WHERE worker = '\(worker)' AND state = 'leased'
                            AND kind <> 'verification') THEN 'now' ELSE '' END
                """)
            return !words.isEmpty
        }
        return words == "now"
    }

    /// When a worker was heard of last.
    func sign(of worker: String) async throws -> String {
        try await database.ask("SELECT seen_at FROM workers WHERE name = '\(worker)'")
    }

    func holdsNothing(_ worker: String) async throws -> Bool {
        try await database.ask(
            "SELECT NOT EXISTS (SELECT FROM shards WHERE worker = '\(worker)' AND state = 'leased')") == "t"
    }

    /// Waits until the examination is over.
    func awaitEnd() async throws {
        try await eventually { try await database.ask("SELECT bool_and(state = 'done') FROM exhibits") == "t" }
    }

    private static func write(_ text: String, to name: String, in scratch: Scratch) throws {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        _ = FileManager.default.createFile(
            atPath: scratch.url.appending(path: name).path, contents: Data(text.utf8), attributes: attributes)
    }
}
