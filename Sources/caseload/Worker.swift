import ArgumentParser

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Runs a worker, and decides about others.",
        subcommands: [WorkerRun.self, WorkerDrain.self, WorkerResume.self, WorkerRelease.self],
        defaultSubcommand: WorkerRun.self)
}
