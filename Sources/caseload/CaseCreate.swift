import ArgumentParser
import CaseStore
import Reporting

struct CaseCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a case and prints it.",
        discussion: "`caseload examine --case` makes a case, too, where there is none of that reference.")

    @Argument(help: .init("The case's reference, unique in the store.", valueName: "case")) var caseReference: String
    @Option(help: "What the case is about.") var title: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func validate() throws {
        guard !caseReference.isEmpty else { throw ValidationError("A case needs a reference.") }
    }

    func run() async throws {
        try await store.withStore(making: true) { open in
            guard try await open.store.createCase(caseReference, title: title).isNew else {
                throw CommandError(.refusedInput, "There is a case \(caseReference) already.")
            }
            try output.show(try await open.store.findCase(caseReference))
        }
    }
}
