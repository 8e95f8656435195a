import ArgumentParser
import Cluster
import Foundation
import Logging
import Processes
import Reporting
import ServiceLifecycle
import UnixSignals

struct CoordinatorCommand: Role {
    static let configuration = CommandConfiguration(
        commandName: "coordinator",
        abstract: "Plans shards, grants leases and lands findings, on one machine, until it is told to stop.",
        discussion: """
            It keeps nothing of its own: everything is in the database, so it can be killed at any moment and started \
            again. It never parses evidence. Several can share one database.
            """)

    @Option(help: "The Unix socket on which workers reach it.") var socket: String
    @Option(help: "A file, readable by its owner alone, with the secret that workers must bear.") var secretFile: String
    @Option(help: "A file, readable by its owner alone, with the database's URL.") var databaseFile: String
    @Option(help: "The folder of the hash-set indexes.") var hashSetFolder: String
    @Option(help: "How long a lease lasts unless it is renewed, in milliseconds.") var leaseTerm: Int64 = 15_000
    @Flag(help: "Ends when standard input closes.") var lifeline = false
    @OptionGroup var log: LogOptions

    func run() async throws {
        if lifeline { Lifeline.endWithPeer(of: 0) }
        guard let address = SmallFile.contents(at: databaseFile)?.trimmingCharacters(in: .newlines) else {
            throw CommandError(.refusedInput, "\(databaseFile): it cannot be read. Check its path and its owner.")
        }
        let logger = log.logger("coordinator")
        let options = CoordinatorOptions(
            socketPath: socket, secretPath: secretFile, hashSetFolder: hashSetFolder,
            leaseTerm: .milliseconds(leaseTerm), version: Version.number)
        let coordinator = Coordinator(databaseAddress: address, options: options, logger: logger)
        try await ServiceGroup(
            services: [coordinator], gracefulShutdownSignals: [.sigterm, .sigint], logger: .quiet
        ).run()
    }
}

extension Logger {
    /// The service group's own reports of signals would only repeat what the operator did.
    static let quiet = Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
}
