import ArgumentParser
import Cluster
import Foundation
import Logging
import Processes
import ServiceLifecycle
import UnixSignals

struct WorkerCommand: Role {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Examines what its coordinator grants it, on one machine, until it is told to stop.",
        discussion: """
            It has no key to the database. Evidence is parsed only by its examiners: child processes without network, \
            which it replaces when they die, hang or outgrow their memory.
            """)

    @Option(help: "The coordinator's Unix socket.") var socket: String
    @Option(help: "The file with the coordinator's secret.") var secretFile: String
    @Option(help: "What leases and logs call it.") var name = "worker-\(ProcessInfo.processInfo.processIdentifier)"
    @Option(help: "How many examiners it keeps: one for each core that it may use.") var examiners = 1
    @Option(help: "After how many seconds without progress an examiner is killed.") var patience = 60
    @Option(help: "How much memory an examiner may hold, in MiB.") var memory = 1024
    @Flag(help: "Ends when standard input closes.") var lifeline = false
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard examiners >= 1, patience >= 1, memory >= 64 else {
            throw ValidationError("At least one examiner, one second of patience and 64 MiB of memory are needed.")
        }
    }

    func run() async throws {
        if lifeline { Lifeline.endWithPeer(of: 0) }
        let options = WorkerOptions(
            name: name, host: ProcessInfo.processInfo.hostName, version: Version.number,
            executable: try ThisProgram.path(), socketPath: socket, secretPath: secretFile, examinerCount: examiners,
            patience: .seconds(patience), memoryByteCount: memory << 20)
        let worker = Worker(options, logger: log.logger("worker"))
        try await ServiceGroup(
            services: [worker], gracefulShutdownSignals: [.sigterm, .sigint], logger: .quiet
        ).run()
    }
}
