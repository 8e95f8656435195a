import ArgumentParser
import CaseStore

struct CaseList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the cases of the store.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            try await output.list(try await open.store.cases(), none: "No cases.")
        }
    }
}
