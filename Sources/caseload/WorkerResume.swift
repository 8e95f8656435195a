import ArgumentParser
import CaseStore

struct WorkerResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Grants to a drained worker again.")

    @Argument(help: "The worker's name.") var name: String
    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withStore { try await $0.store.resume(worker: name) }
    }
}
