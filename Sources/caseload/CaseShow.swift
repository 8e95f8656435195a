import ArgumentParser
import CaseStore

struct CaseShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows a case.")

    @OptionGroup var caseArgument: CaseArgument
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            try output.show(try await open.store.findCase(try await caseArgument.reference(in: open.store)))
        }
    }
}
