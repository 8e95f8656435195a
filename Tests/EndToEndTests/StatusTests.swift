import Foundation
import Glibc
import PrivateStore
import Subprocess
import TestSupport
import Testing

/// What a coordinator and a worker say of themselves while they examine.
@Suite("Health and metrics", .serialized, .timeLimit(.minutes(15)), .examinedUndisturbed)
struct StatusTests {
    private static let exhibit = "own-laptop.E01"

    @Test("follow an examination from the first shard to the last, and agree at both ends")
    func follow() async throws {
        try await withCluster { cluster in
            let worker = try cluster.worker("w1")
            try await eventually { try await cluster.ofWorker.get("/readyz")?.status == 200 }
            let before = try await cluster.metrics(of: cluster.ofCoordinator)
            try await cluster.register(Self.exhibit)
            try await cluster.awaitEnd()
            try await eventually {
                try await cluster.metrics(of: cluster.ofCoordinator).value("caseload_exhibits", ["state": "done"]) == 1
            }
            let (after, own) = (
                try await cluster.metrics(of: cluster.ofCoordinator), try await cluster.metrics(of: cluster.ofWorker)
            )
            #expect(before.sum("caseload_grants_total") == 0)
            #expect(after.sum("caseload_grants_total") == own.sum("caseload_taken_shards_total"))
            #expect(after.value("caseload_grants_total", ["kind": "survey"]) == 1)
            #expect(after.sum("caseload_landed_batches_total") > 0)
            #expect(
                after.sum("caseload_landed_batches_total")
                    == own.value("caseload_handed_in_batches_total", ["outcome": "accepted"]))
            #expect(own.sum("caseload_examined_items_total") > 0)
            #expect(own.sum("caseload_examined_bytes_total") > 0)
            for table in ["items", "contents", "extents"] {
                let rows = try await cluster.database.ask("SELECT count(*) FROM \(table)")
                #expect(after.value("caseload_landed_rows_total", ["table": table]) == Double(rows), "\(table)")
            }
            #expect(after.sum("caseload_queue_shards") == 0)
            #expect(after.value("caseload_workers", ["state": "active"]) == 1)
            #expect(after.value("caseload_oldest_lease_seconds") == 0)
            #expect(try #require(after.value("caseload_database_seconds_count")) > 0)
            #expect(own.value("caseload_examiners_ready") == 1)
            #expect(try #require(own.value("caseload_examiner_memory_bytes", ["place": "0"])) > 1e6)
            try await cluster.coordinator.end()
            try await eventually { try await cluster.ofWorker.get("/readyz")?.text == "no coordinator answers it\n" }
            try await worker.end()
        }
    }

    @Test("name nothing of the case or the evidence in any metric, and Prometheus' own tool has nothing to say")
    func nameNothing() async throws {
        try await withCluster { cluster in
            let worker = try cluster.worker("w1")
            try await cluster.register(Self.exhibit)
            try await cluster.awaitEnd()
            for port in [cluster.ofCoordinator, cluster.ofWorker] {
                let text = try #require(try await port.get("/metrics")).text
                let parsed = try PrometheusText(text)
                for (name, family) in parsed.families {
                    #expect(ManualTests.pages.contains("`\(name)`"))
                    #expect(family.help?.isEmpty == false)
                    #expect(family.samples.count <= 64)
                }
                for secret in ["own-laptop", Cluster.reference, "w1", cluster.scratch.url.path, "Documents"] {
                    #expect(!text.contains(secret), "\(secret)")
                }
                try await Self.checkByPromtool(text)
            }
            try await worker.end()
        }
    }

    @Test(
        "say that a coordinator cannot work when its database stops, that it can when it is back, and always that it lives"
    )
    func readiness() async throws {
        try await withCluster { cluster in
            try await eventually { try await cluster.ofCoordinator.get("/readyz")?.status == 200 }
            cluster.store.close()
            try await eventually { try await cluster.ofCoordinator.get("/readyz")?.status == 503 }
            #expect(try await cluster.ofCoordinator.get("/healthz")?.status == 200)
            #expect(try await cluster.metrics(of: cluster.ofCoordinator).value("caseload_database_up") == 0)
            let again = try await PrivateStore.open(dataFolder: cluster.scratch.data, keeper: Caseload.keeper)
            try await eventually { try await cluster.ofCoordinator.get("/readyz")?.status == 200 }
            again.close()
        }
    }

    @Test("say when a certificate ends, and that a worker is not ready whom no coordinator takes in")
    func certificate() async throws {
        try await withCluster { cluster in
            let folder = "\(cluster.scratch.url.path)/w9"
            let options = ["--authority=\(cluster.scratch.url.path)/authority"]
            for arguments in [["init"], ["issue", "worker", "w9", "--days=3", "--out=\(folder)"]] {
                let outcome = try await Caseload.run(["pki"] + arguments + options)
                try #require(outcome.isSuccess, "\(outcome)")
            }
            let (nowhere, own) = (try FreePort(), try FreePort())
            let worker = try RunningRole(
                "w9",
                ["worker", "--identity=\(folder)", "--coordinator=127.0.0.1:\(nowhere.number)"]
                    + ["--metrics=\(own.number)"], in: cluster.scratch)
            try await eventually { try await own.get("/readyz")?.text == "no coordinator has taken it in yet\n" }
            let end = "caseload_certificate_end_timestamp_seconds"
            try await eventually { try await cluster.metrics(of: own).value(end) ?? 0 > 0 }
            let days =
                (try #require(try await cluster.metrics(of: own).value(end)) - Date().timeIntervalSince1970) / 86_400
            #expect((2.5...3.1).contains(days))
            #expect(try await cluster.metrics(of: own).value("caseload_coordinator_up") == 0)
            try await worker.end()
        }
    }

    /// Only where it is installed.
    private static func checkByPromtool(_ text: String) async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool") else { return }
        let result = try await Subprocess.run(
            .name("promtool"), arguments: ["check", "metrics"], input: .string(text), output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(result.standardError) \(result.standardOutput)")
    }

    private func withCluster(_ body: (Cluster) async throws -> Void) async throws {
        let scratch = try Scratch()
        try await scratch.copyData(of: try #require(Undisturbed.current).store)
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let cluster = try Cluster(scratch: scratch, store: store)
        try await body(cluster)
        try await cluster.coordinator.end()
    }
}

/// A coordinator that can be asked how it is, and workers.
private struct Cluster {
    static let reference = "SECRET-7"

    let scratch: Scratch
    let store: PrivateStore
    let database: Database
    let ofCoordinator: FreePort
    let ofWorker: FreePort
    let coordinator: RunningRole

    init(scratch: Scratch, store: PrivateStore) throws {
        (self.scratch, self.store, database) = (scratch, store, Database(store))
        (ofCoordinator, ofWorker) = (try FreePort(), try FreePort())
        for (name, text) in [("secret", String(repeating: "s", count: 64)), ("address", store.address)] {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            _ = FileManager.default.createFile(
                atPath: scratch.url.appending(path: name).path, contents: Data(text.utf8), attributes: attributes)
        }
        coordinator = try RunningRole(
            "coordinator",
            [
                "coordinator", "--database-file=\(scratch.url.path)/address",
                "--hash-set-folder=\(scratch.data)/hashsets",
            ]
                + Self.line(in: scratch, ofCoordinator), in: scratch)
    }

    func worker(_ name: String) throws -> RunningRole {
        try RunningRole(
            name, ["worker", "--name=\(name)", "--examiners=1"] + Self.line(in: scratch, ofWorker), in: scratch)
    }

    private static func line(in scratch: Scratch, _ port: FreePort) -> [String] {
        [
            "--socket=\(scratch.url.path)/c", "--secret-file=\(scratch.url.path)/secret", "--metrics=\(port.number)",
        ]
    }

    /// Makes a case with one exhibit, which workers then examine.
    func register(_ exhibit: String) async throws {
        let image = try await scratch.unpack(Exhibits.named(exhibit))
        for command in [["case", "create", Self.reference], ["exhibit", "add", Self.reference, image]] {
            let outcome = try await Caseload.run(command + ["--data=\(scratch.data)"])
            try #require(outcome.isSuccess, "\(outcome)")
        }
    }

    func awaitEnd() async throws {
        try await eventually { try await database.ask("SELECT bool_and(state = 'done') FROM exhibits") == "t" }
    }

    func metrics(of port: FreePort) async throws -> PrometheusText {
        try PrometheusText(try #require(try await port.get("/metrics")).text)
    }
}
