import ArgumentParser
import CaseStore

struct HashSetList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the hash sets that examinations match against.")

    @Flag(help: "Also those that were removed.") var all = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let sets = try await open.store.hashSets()
            try await output.list(sets.filter { all || !$0.isRemoved }, none: "No hash sets.")
        }
    }
}
