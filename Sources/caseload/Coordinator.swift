import ArgumentParser
import Cluster
import Foundation
import Logging
import Processes
import Reporting

struct CoordinatorCommand: Role {
    static let configuration = CommandConfiguration(
        commandName: "coordinator",
        abstract: "Plans shards, grants leases and lands findings, until it is told to stop.",
        discussion: """
            It keeps nothing of its own: everything is in the database, so it can be killed at any moment and started \
            again. It never parses evidence. Several can share one database.

            Workers on this machine reach it over a Unix socket with a secret (--socket, --secret-file); those on others \
            over mutual TLS alone (--listen, --identity). It may have both doors.
            """)

    @Option(help: .init("The address and port on which workers of other machines reach it.", valueName: "address:port"))
    var listen: ListenAddress?
    @Option(help: .init("The folder of its certificate, as `caseload pki issue` has made it.", valueName: "dir"))
    var identity: String?
    @Option(help: "The Unix socket on which workers of this machine reach it.") var socket: String?
    @Option(help: "A file, readable by its owner alone, with the secret that workers must bear.") var secretFile:
        String?
    @Option(help: "A file, readable by its owner alone, with the database's URL.") var databaseFile: String
    @Option(help: "The folder of the hash-set indexes.") var hashSetFolder: String
    @Option(help: "How long a lease lasts unless it is renewed, in milliseconds.") var leaseTerm: Int64 = 15_000
    @Option(
        help: .init(
            "Where on this host evidence lies, or REGISTERED=DIR for one folder of it; repeatable.", valueName: "dir"))
    var evidenceRoot: [String] = []
    @Option(help: "How many processes read evidence for workers that have none; 0: it is sent to nobody.")
    var readers = ProcessInfo.processInfo.activeProcessorCount
    @OptionGroup var status: StatusOptions
    @Flag(help: "Ends when standard input closes.") var lifeline = false
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard listen != nil || socket != nil else {
            throw ValidationError("Workers must reach it somewhere: give it --listen and --identity, or --socket.")
        }
        guard EvidenceRoots(evidenceRoot) != nil else {
            throw ValidationError("--evidence-root takes paths that start at the root: DIR, or REGISTERED=DIR.")
        }
        guard readers >= 0 else { throw ValidationError("--readers takes 0 or more.") }
        guard (listen == nil) == (identity == nil), (socket == nil) == (secretFile == nil) else {
            throw ValidationError("--listen goes with --identity, and --socket with --secret-file.")
        }
    }

    private var doors: [Door] {
        var doors: [Door] = []
        if let socket, let secretFile { doors.append(.socket(path: socket, secretPath: secretFile)) }
        if let listen, let identity {
            doors.append(.network(host: listen.host, port: listen.port, identityFolder: identity))
        }
        return doors
    }

    func run() async throws {
        if lifeline { Lifeline.endWithPeer(of: 0) }
        let address = try OwnersFile.text(at: databaseFile).trimmingCharacters(in: .newlines)
        let logger = try await log.logger("coordinator")
        let options = CoordinatorOptions(
            doors: doors, hashSetFolder: hashSetFolder, leaseTerm: .milliseconds(leaseTerm), version: Version.number,
            evidenceRoots: evidenceRoot.isEmpty ? .everywhere : EvidenceRoots(evidenceRoot) ?? .everywhere,
            readerExecutable: readers > 0 ? try ThisProgram.path() : nil, readerCount: readers)
        let metrics = status.registry()
        let coordinator = Coordinator(databaseAddress: address, options: options, metrics: metrics, logger: logger)
        try await status.serve(coordinator, metrics, logger: logger, reasonNotReady: coordinator.reasonNotReady)
    }
}
