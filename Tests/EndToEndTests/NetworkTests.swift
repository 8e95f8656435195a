import Foundation
import Glibc
import PrivateStore
import Testing

/// Coordinators and workers that speak over TCP, as between machines: by mutual TLS alone.
@Suite("A cluster on a network", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct NetworkTests {
    private static let exhibit = "own-laptop.E01"

    @Test("finds what `examine` finds, and goes to the next coordinator where one has died")
    func findsTheSame() async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await withNetwork { network in
            let (first, second) = (try await network.coordinator("c1"), try await network.coordinator("c2"))
            let worker = try await network.worker("w1", of: [first, second])
            try await eventually { worker.words.contains("Enrolled") }
            try await first.role.kill()
            let image = try await network.scratch.unpack(Exhibits.named(Self.exhibit))
            try await network.caseload("case", "create", "C")
            try await network.caseload("exhibit", "add", "C", image, "--exhibit=\(Self.exhibit)")
            var state = ""
            while !state.contains(#""state":"done""#) {
                state = try await network.caseload("exhibit", "status", "C", "--format=jsonl")
                try Task.checkCancellation()
            }
            let digest = try await network.caseload("exhibit", "digest", "C", Self.exhibit)
            #expect(digest.contains(undisturbed.digests[Self.exhibit] ?? "none"))
            for role in [worker, second.role] { try await role.end() }
        }
    }

    @Test(
        "tells at both ends why a worker's certificate is refused",
        arguments: [
            ("expired", ["--from=2020-01-01", "--days=1"]), ("not-yet-valid", ["--from=2100-01-01", "--days=1"]),
            ("revoked", []),
        ])
    func refusesWorkers(word: String, options: [String]) async throws {
        try await withNetwork(days: 36_500) { network in
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
        try await withNetwork { network in
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
            try await eventually { liar.words.contains("of another authority") }
            for role in [worker, liar, coordinator.role] { try await role.end() }
        }
    }

    @Test("refuses a coordinator that is reached under another name, and a coordinator's certificate for a worker")
    func refusesWrongPlaces() async throws {
        try await withNetwork { network in
            let coordinator = try await network.coordinator("c1", host: "c1.lab.example")
            let worker = try await network.worker("w1", of: [coordinator])
            try await eventually { worker.words.contains("refusal=wrong-host") }
            let wrong = try network.worker(in: coordinator.folder, of: [coordinator])
            try await eventually { wrong.words.contains("a worker is needed here") }
            for role in [worker, wrong, coordinator.role] { try await role.end() }
        }
    }

    @Test("lets a worker in once its renewed certificate is there, without a restart")
    func picksUpRenewals() async throws {
        try await withNetwork { network in
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

    private func withNetwork(days: Int = 3650, _ body: (Network) async throws -> Void) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let scratch = try Scratch()
        try await scratch.copyData(of: undisturbed.store)
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let network = try Network(scratch: scratch, address: store.address)
        try await network.caseload(
            "pki", "init", "--authority=\(network.authority)", "--from=2019-01-01", "--days=\(days)", store: false)
        try await body(network)
    }
}

/// An authority, and the folders and processes of its members.
private struct Network {
    let scratch: Scratch
    var authority: String { "\(scratch.url.path)/authority" }

    /// A coordinator that could be started, and where it would be reached.
    struct Certified {
        let name: String
        let folder: String
        let port: Int
    }

    struct Coordinator {
        let certified: Certified
        let role: RunningRole
        var folder: String { certified.folder }
        var address: String { "127.0.0.1:\(certified.port)" }
    }

    init(scratch: Scratch, address: String) throws {
        self.scratch = scratch
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        _ = FileManager.default.createFile(
            atPath: scratch.url.appending(path: "address").path, contents: Data(address.utf8), attributes: attributes)
    }

    @discardableResult
    func caseload(_ arguments: String..., store: Bool = true) async throws -> String {
        let outcome = try await Caseload.run(arguments + (store ? ["--data=\(scratch.data)"] : []))
        try #require(outcome.isSuccess, "\(arguments) \(outcome)")
        return outcome.output
    }

    /// - Returns: the folder of a new member.
    func issue(_ role: String, _ name: String, _ options: [String] = []) async throws -> String {
        let folder = "\(scratch.url.path)/\(name)-\(role)"
        let ours = options.contains { $0.hasPrefix("--authority") } ? [] : ["--authority=\(authority)"]
        let outcome = try await Caseload.run(["pki", "issue", role, name, "--out=\(folder)"] + ours + options)
        try #require(outcome.isSuccess, "\(outcome)")
        return folder
    }

    func certified(_ name: String, host: String = "127.0.0.1") async throws -> Certified {
        Certified(
            name: name, folder: try await issue("coordinator", name, ["--host=\(host)"]), port: try Self.freePort())
    }

    func coordinator(_ name: String, host: String = "127.0.0.1") async throws -> Coordinator {
        try start(try await certified(name, host: host))
    }

    func start(_ certified: Certified) throws -> Coordinator {
        let role = try RunningRole(
            certified.name,
            [
                "coordinator", "--listen=127.0.0.1:\(certified.port)", "--identity=\(certified.folder)",
                "--database-file=\(scratch.url.path)/address", "--hash-set-folder=\(scratch.data)/hashsets",
            ], in: scratch)
        return Coordinator(certified: certified, role: role)
    }

    func worker(_ name: String, of coordinators: [Coordinator]) async throws -> RunningRole {
        try worker(in: try await issue("worker", name), of: coordinators)
    }

    func worker(in folder: String, of coordinators: [Coordinator]) throws -> RunningRole {
        try RunningRole(
            "worker-\(UInt32.random(in: 0...UInt32.max))",
            ["worker", "--identity=\(folder)", "--log-level=info"] + coordinators.map { "--coordinator=\($0.address)" },
            in: scratch)
    }

    func copy(_ name: String, from source: String, to target: String) throws {
        try Data(contentsOf: URL(filePath: "\(source)/\(name)")).write(to: URL(filePath: "\(target)/\(name)"))
    }

    func carryRevocations(to folder: String) throws { try copy("revoked.pem", from: authority, to: folder) }

    /// A port of this machine that nobody has at this moment.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Int(address.sin_port.bigEndian)
    }
}
