import ArgumentParser
import CaseStore

struct CaseShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows a case and its reviews.")

    @OptionGroup var caseArgument: CaseArgument
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            try output.show(try await CaseDetail(of: reference, in: open.store))
        }
    }
}
