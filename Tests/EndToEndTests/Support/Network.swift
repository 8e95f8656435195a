import Foundation
import Glibc
import PrivateStore
import TestSupport
import Testing

/// An authority, and the folders and processes of its members.
struct Network {
    let scratch: Scratch
    let store: PrivateStore
    /// Where its members run; nil for all on this machine's loopback.
    let hosts: Hosts?
    var authority: String { "\(scratch.url.path)/authority" }

    /// A coordinator that could be started, and where it would be reached.
    struct Certified {
        let name: String
        let folder: String
        let address: String
        let port: Int
        /// The number of the host it runs on.
        let host: Int
    }

    struct Coordinator {
        let certified: Certified
        let role: RunningRole
        var folder: String { certified.folder }
        var address: String { "\(certified.address):\(certified.port)" }
    }

    /// - Parameters:
    ///   - days: how long the authority is valid, from 2019 on.
    ///   - hostCount: of hosts with a network of their own; 0 for loopback.
    static func with(
        days: Int = 3650, hosts hostCount: Int = 0, _ body: (Network) async throws -> Void
    ) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let scratch = try Scratch()
        try await scratch.copyData(of: undisturbed.store)
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let keeping = Task { await store.keepAlive { _ in } }
        defer { keeping.cancel() }
        let hosts = hostCount > 0 ? try await Hosts(hostCount) : nil
        let network = try Network(scratch: scratch, store: store, hosts: hosts)
        do {
            try await network.caseload(
                "pki", "init", "--authority=\(network.authority)", "--from=2019-01-01", "--days=\(days)", store: false)
            try await body(network)
        } catch {
            try await hosts?.remove()
            throw error
        }
        try await hosts?.remove()
    }

    private init(scratch: Scratch, store: PrivateStore, hosts: Hosts?) throws {
        (self.scratch, self.store, self.hosts) = (scratch, store, hosts)
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        _ = FileManager.default.createFile(
            atPath: scratch.url.appending(path: "address").path, contents: Data(store.address.utf8),
            attributes: attributes)
    }

    @discardableResult
    func caseload(_ arguments: String..., store: Bool = true) async throws -> String {
        try await caseload(arguments, store: store)
    }

    @discardableResult
    func caseload(_ arguments: [String], store: Bool = true) async throws -> String {
        let outcome = try await Caseload.run(arguments + (store ? ["--data=\(scratch.data)"] : []))
        try #require(outcome.isSuccess, "\(arguments) \(outcome)")
        return outcome.output
    }

    /// Registers exhibits in a new case C, under their own names.
    func addExhibits(_ exhibits: [Exhibit]) async throws {
        try await caseload("case", "create", "C")
        var images: [String] = []
        for exhibit in exhibits { images.append(try await scratch.unpack(exhibit)) }
        try await caseload(["exhibit", "add", "C"] + images + exhibits.map { "--exhibit=\($0.id)" })
    }

    /// A folder in which no evidence lies.
    func emptyFolder() throws -> String {
        let folder = scratch.url.appending(path: "nowhere")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    /// Holds what was found of exhibits against what an undisturbed examination finds.
    func expectFindings(of exhibits: [Exhibit], like undisturbed: Undisturbed) async throws {
        for exhibit in exhibits {
            let digest = try await caseload("exhibit", "digest", "C", exhibit.id)
            #expect(digest.contains(undisturbed.digests[exhibit.id] ?? "none"), "\(exhibit)")
        }
    }

    /// Whether every exhibit has been examined.
    var isDone: Bool {
        get async throws {
            let status = try await caseload("exhibit", "status", "C", "--format=jsonl")
            return status.split(whereSeparator: \.isNewline).allSatisfy { $0.contains(#""state":"done""#) }
        }
    }

    /// Kills PostgreSQL's first process; its keeper notices.
    func killDatabase() throws {
        let file = try String(contentsOfFile: "\(scratch.data)/postgres/postmaster.pid", encoding: .utf8)
        let number = try #require(file.split(whereSeparator: \.isNewline).first.flatMap { pid_t($0) })
        kill(number, SIGKILL)
    }

    /// - Returns: the folder of a new member.
    func issue(_ role: String, _ name: String, _ options: [String] = []) async throws -> String {
        let folder = "\(scratch.url.path)/\(name)-\(role)"
        let ours = options.contains { $0.hasPrefix("--authority") } ? [] : ["--authority=\(authority)"]
        let outcome = try await Caseload.run(["pki", "issue", role, name, "--out=\(folder)"] + ours + options)
        try #require(outcome.isSuccess, "\(outcome)")
        return folder
    }

    /// - Parameters:
    ///   - name: what its certificate calls the host; nil for its address.
    ///   - host: the number of the host on which it will run.
    func certified(_ name: String, named hostName: String? = nil, on host: Int = 0) async throws -> Certified {
        let address = hosts?.address(of: host) ?? "127.0.0.1"
        return Certified(
            name: name, folder: try await issue("coordinator", name, ["--host=\(hostName ?? address)"]),
            address: address, port: hosts == nil ? try FreePort().number : 7443, host: host)
    }

    func coordinator(_ name: String, named hostName: String? = nil, on host: Int = 0) async throws -> Coordinator {
        try start(try await certified(name, named: hostName, on: host))
    }

    func start(_ certified: Certified, leaseMilliseconds: Int = 15_000) throws -> Coordinator {
        let role = try RunningRole(
            certified.name,
            [
                "coordinator", "--listen=\(certified.address):\(certified.port)", "--identity=\(certified.folder)",
                "--database-file=\(scratch.url.path)/address", "--hash-set-folder=\(scratch.data)/hashsets",
                "--lease-term=\(leaseMilliseconds)",
            ], under: hosts?.command(on: certified.host) ?? [], in: scratch)
        return Coordinator(certified: certified, role: role)
    }

    func worker(
        _ name: String, of coordinators: [Coordinator], on host: Int = 0, options: [String] = []
    ) async throws -> RunningRole {
        try worker(in: try await issue("worker", name), of: coordinators, on: host, options: options)
    }

    func worker(
        in folder: String, of coordinators: [Coordinator], on host: Int = 0, options: [String] = []
    ) throws -> RunningRole {
        try RunningRole(
            "worker-\(UInt32.random(in: 0...UInt32.max))",
            ["worker", "--identity=\(folder)", "--log-level=info"] + options
                + coordinators.map { "--coordinator=\($0.address)" },
            under: hosts?.command(on: host) ?? [], in: scratch)
    }

    func copy(_ name: String, from source: String, to target: String) throws {
        try Data(contentsOf: URL(filePath: "\(source)/\(name)")).write(to: URL(filePath: "\(target)/\(name)"))
    }

    func carryRevocations(to folder: String) throws { try copy("revoked.pem", from: authority, to: folder) }
}
