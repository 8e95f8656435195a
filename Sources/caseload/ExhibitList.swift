import ArgumentParser
import CaseStore

struct ExhibitList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the exhibits of a case.")

    @OptionGroup var caseArgument: CaseArgument
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            try await output.list(try await open.store.exhibits(of: reference), none: "No exhibits.")
        }
    }
}
