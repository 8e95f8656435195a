import Foundation
import PrivateStore
import Testing

/// Coordinators and workers that speak over TCP, as between machines: by mutual TLS alone.
@Suite("A cluster on a network", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct NetworkTests {
    private static let exhibit = "own-laptop.E01"

    @Test("finds what `examine` finds, and goes to the next coordinator where one has died")
    func findsTheSame() async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await Network.with { network in
            let (first, second) = (try await network.coordinator("c1"), try await network.coordinator("c2"))
            let worker = try await network.worker("w1", of: [first, second])
            try await eventually { worker.words.contains("Enrolled") }
            try await first.role.kill()
            let image = try await network.scratch.unpack(Exhibits.named(Self.exhibit))
            // As on a host that has the database's address alone.
            let shared = "--database=\(network.store.address)"
            for command in [["case", "create", "C"], ["exhibit", "add", "C", image, "--exhibit=\(Self.exhibit)"]] {
                try await network.caseload(command + [shared], store: false)
            }
            while try await !network.isDone { try Task.checkCancellation() }
            let digest = try await network.caseload("exhibit", "digest", "C", Self.exhibit, shared, store: false)
            #expect(digest.contains(undisturbed.digests[Self.exhibit] ?? "none"))
            try await expectPlan(of: network)
            for role in [worker, second.role] { try await role.end() }
        }
    }

    /// A plan reckons with what a worker has told of its work, here as after days of such work.
    private func expectPlan(of network: Network) async throws {
        let database = Database(network.store)
        try await eventually {
            try await database.ask(
                "SELECT coalesce(sum(item_count), 0) >= (SELECT count(*) FROM contents) FROM worker_activity") == "t"
        }
        for (part, bottleneck) in [("busy", "examining"), ("idle", "idle"), ("landing", "landing")] {
            _ = try await database.ask(
                """
                UPDATE worker_activity SET \(part)_milliseconds
                    = 1000000 + 100 * (busy_milliseconds + landing_milliseconds + idle_milliseconds)
                """)
            let plan = try await network.caseload("plan", "--devices-per-day=1", "--format=jsonl")
            #expect(plan.contains(#""bottleneck":"\#(bottleneck)""#), "\(plan)")
        }
    }

    @Test(
        "tells at both ends why a worker's certificate is refused",
        arguments: [
            ("expired", ["--from=2020-01-01", "--days=1"]), ("not-yet-valid", ["--from=2100-01-01", "--days=1"]),
            ("revoked", []),
        ])
    func refusesWorkers(word: String, options: [String]) async throws {
        try await Network.with(days: 36_500) { network in
            let worker = try await network.issue("worker", "w1", options)
            let coordinator = try await network.certified("c1")
            if word == "revoked" {
                try await network.caseload("pki", "revoke", "w1", "--authority=\(network.authority)", store: false)
                try network.carryRevocations(to: coordinator.folder)
            }
            let open = try network.start(coordinator)
            let refused = try network.worker(in: worker, of: [open])
            let phrase = word == "not-yet-valid" ? "not valid before" : word
            try await eventually { open.role.words.contains("refusal=\(word)") && refused.words.contains(phrase) }
            for role in [refused, open.role] { try await role.end() }
        }
    }

    @Test("has nothing to do with another authority's members, at either end")
    func refusesForeigners() async throws {
        try await Network.with { network in
            let coordinator = try await network.coordinator("c1")
            let other = "\(network.scratch.url.path)/other"
            try await network.caseload("pki", "init", "--authority=\(other)", store: false)
            let stranger = try await network.issue("worker", "w1", ["--authority=\(other)"])
            let worker = try network.worker(in: stranger, of: [coordinator])
            try await eventually { worker.words.contains("refusal=foreign") }
            // One that lies about whom it trusts is not better off.
            for name in ["authority.pem", "revoked.pem"] {
                try network.copy(name, from: coordinator.folder, to: stranger)
            }
            let liar = try network.worker(in: stranger, of: [coordinator])
            #expect(try await liar.exitCode() == 65)
            #expect(liar.words.contains("of another authority"))
            for role in [worker, coordinator.role] { try await role.end() }
        }
    }

    @Test("refuses a coordinator that is reached under another name, and a coordinator's certificate for a worker")
    func refusesWrongPlaces() async throws {
        try await Network.with { network in
            let coordinator = try await network.coordinator("c1", named: "c1.lab.example")
            let worker = try await network.worker("w1", of: [coordinator])
            try await eventually { worker.words.contains("refusal=wrong-host") }
            let wrong = try network.worker(in: coordinator.folder, of: [coordinator])
            #expect(try await wrong.exitCode() == 65)
            #expect(wrong.words.contains("a worker is needed here"))
            for role in [worker, coordinator.role] { try await role.end() }
        }
    }

    @Test("lets a worker in once its renewed certificate is there, without a restart")
    func picksUpRenewals() async throws {
        try await Network.with { network in
            let folder = try await network.issue("worker", "w1", ["--from=2020-01-01", "--days=1"])
            let coordinator = try await network.coordinator("c1")
            let worker = try network.worker(in: folder, of: [coordinator])
            try await eventually { worker.words.contains("expired") }
            try await network.caseload(
                "pki", "renew", "w1", "--authority=\(network.authority)", "--out=\(folder)", store: false)
            try await eventually { worker.words.contains("Enrolled") }
            for role in [worker, coordinator.role] { try await role.end() }
        }
    }
}
