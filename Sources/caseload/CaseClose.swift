import ArgumentParser
import CaseStore

struct CaseClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Closes a case, or opens it again, and prints it.",
        discussion: "Its findings stay and can be asked for. While it is closed, no exhibit is added or examined.")

    @Argument(help: .init("The case's reference.", valueName: "case")) var caseReference: String
    @Flag(help: "Open it again.") var reopen = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            try await open.store.setCase(caseReference, open: reopen)
            try output.show(try await open.store.findCase(caseReference))
        }
    }
}
