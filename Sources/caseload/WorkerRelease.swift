import ArgumentParser
import CaseStore

struct WorkerRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Lets a quarantined worker in again.",
        discussion: """
            A worker is quarantined where what it says breaks the rules: it may be broken, of a foreign version, or no \
            longer its operator's. Look into that before.
            """)

    @Argument(help: "The worker's name.") var name: String
    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withStore { try await $0.store.release(worker: name) }
    }
}
