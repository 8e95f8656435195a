import ArgumentParser
import CaseStore

struct ExhibitMethod: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "method",
        abstract: "Says by what an exhibit was examined: program, libraries, options, hash sets, host, for each worker."
    )

    @OptionGroup var exhibitArguments: ExhibitArguments
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let exhibit = try await exhibitArguments.exhibit(in: open.store)
            let hashSets = try await open.store.hashSets()
            let methods = try await open.store.methods(of: exhibit.id)
                .map { ExhibitMethodRecord(exhibit: exhibit, method: $0, among: hashSets) }
            try await output.listInFull(methods, none: "Exhibit \(exhibit.reference) has not been examined yet.")
        }
    }
}
