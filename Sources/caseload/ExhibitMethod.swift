import ArgumentParser
import CaseStore

struct ExhibitMethod: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "method",
        abstract: "Says by what an exhibit was examined: versions, libraries, hash sets, host, for each worker.")

    @OptionGroup var exhibitArguments: ExhibitArguments
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let exhibit = try await exhibitArguments.exhibit(in: open.store)
            let methods = try await open.store.methods(of: exhibit.id)
            try await output.listInFull(methods, none: "It has not been examined yet.")
        }
    }
}
