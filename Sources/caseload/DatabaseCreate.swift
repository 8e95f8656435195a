import ArgumentParser
import CaseStore

struct DatabaseCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes the database, where it is missing, and its tables.")

    @OptionGroup var store: StoreOptions

    func run() async throws {
        try await store.withLocatedStore(making: true) { located in
            try print(steps: try await CaseStore.create(at: located.address, patience: located.patience))
        }
    }
}
