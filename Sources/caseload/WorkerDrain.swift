import ArgumentParser
import CaseStore

struct WorkerDrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Lets a worker end what it has begun, and grants it nothing more.",
        discussion: "What it has not begun it gives back at once. `caseload worker resume` takes that back.")

    @Argument(help: "The worker's name.") var name: String
    @Option(help: .init("Why, for whoever sees it drained.", valueName: "text")) var reason: String?
    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withStore { try await $0.store.drain(worker: name, reason: reason) }
    }
}
