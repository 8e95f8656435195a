import ArgumentParser
import Authority
import Cluster
import Foundation
import Logging
import Processes

struct WorkerRun: Role {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Examines what its coordinators grant it, until it is told to stop; the word `run` may be left out.",
        discussion: """
            It has no key to the database. Evidence is parsed only by its examiners: child processes without network, \
            which it replaces when they die, hang or outgrow their memory.

            On the coordinator's own machine it goes through a Unix socket with a secret (--socket, --secret-file), from \
            others through mutual TLS alone (--coordinator, --identity).
            """)

    @Option(
        help: .init(
            "Where a coordinator is reached; repeatable: they stand in for one another.", valueName: "host:port"))
    var coordinator: [CoordinatorAddress] = []
    @Option(help: .init("The folder of its certificate, as `caseload pki issue` has made it.", valueName: "dir"))
    var identity: String?
    @Option(help: "The coordinator's Unix socket.") var socket: String?
    @Option(help: "The file with the coordinator's secret.") var secretFile: String?
    @Option(
        help: .init(
            "Where hash sets from the coordinator are kept, for all workers of this host.", valueName: "dir"))
    var cache: String?
    @Option(
        help: .init(
            "Where on this host evidence lies, or REGISTERED=DIR for one folder of it; repeatable.", valueName: "dir"))
    var evidenceRoot: [String] = []
    @Option(help: "What leases and logs call it; on the network, the name of its certificate.")
    var name: String?
    @Option(help: "How many examiners it keeps; by default one for each core that it may use.")
    var examiners = ProcessInfo.processInfo.activeProcessorCount
    @Option(help: "After how many seconds without progress an examiner is killed.") var patience = 60
    @Option(help: "How much memory an examiner may hold, in MiB.") var memory = 1024
    @Option(help: "How many seconds its examiners may go on with what they have in hand once it is told to stop.")
    var grace = 10
    @OptionGroup var status: StatusOptions
    @Flag(help: "Ends when standard input closes.") var lifeline = false
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard coordinator.isEmpty != (socket == nil) else {
            throw ValidationError("Its coordinator must be named: by --coordinator and --identity, or by --socket.")
        }
        guard coordinator.isEmpty == (identity == nil), (socket == nil) == (secretFile == nil) else {
            throw ValidationError("--coordinator goes with --identity, and --socket with --secret-file.")
        }
        guard EvidenceRoots(evidenceRoot) != nil else {
            throw ValidationError("--evidence-root takes paths that start at the root: DIR, or REGISTERED=DIR.")
        }
        guard cache == nil || !coordinator.isEmpty else {
            throw ValidationError(
                "--cache goes with --coordinator: on one machine, all share the coordinator's folder.")
        }
        guard coordinator.isEmpty || name == nil else {
            throw ValidationError("On the network, a worker's name is that of its certificate; leave --name out.")
        }
        guard examiners >= 1, patience >= 1, memory >= 64 else {
            throw ValidationError("At least one examiner, one second of patience and 64 MiB of memory are needed.")
        }
        guard grace >= 0 else { throw ValidationError("The grace cannot be negative.") }
    }

    private var coordinators: [CoordinatorAddress] {
        guard let socket, let secretFile else { return coordinator }
        return [.socket(path: socket, secretPath: secretFile)]
    }

    /// On one machine evidence lies where it was registered; from another one it is looked for there at least.
    private var roots: EvidenceRoots? {
        evidenceRoot.isEmpty ? coordinator.isEmpty ? nil : .everywhere : EvidenceRoots(evidenceRoot)
    }

    private func ownName() throws -> String {
        if let identity { return try Credentials(in: identity).grant().member.name }
        return name ?? "worker-\(ProcessInfo.processInfo.processIdentifier)"
    }

    func run() async throws {
        if lifeline { Lifeline.endWithPeer(of: 0) }
        let options = WorkerOptions(
            name: try ownName(), host: ProcessInfo.processInfo.hostName, version: Version.number,
            executable: try ThisProgram.path(), coordinators: coordinators, identityFolder: identity,
            cacheFolder: coordinator.isEmpty ? nil : CacheFolder.path(cache), evidenceRoots: roots,
            examinerCount: examiners, patience: .seconds(patience), memoryByteCount: memory << 20,
            grace: .seconds(grace))
        let (metrics, logger) = (status.registry(), try await log.logger("worker"))
        let worker = Worker(options, metrics: metrics, logger: logger)
        try await status.serve(worker, metrics, logger: logger, reasonNotReady: worker.reasonNotReady)
    }
}
