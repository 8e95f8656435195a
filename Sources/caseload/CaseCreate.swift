import ArgumentParser
import CaseStore
import Findings
import Reporting

struct CaseCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a case and prints it.",
        discussion:
            "`caseload examine --case` makes a case, too, where there is none of that reference: of medium risk.")

    @Argument(help: .init("The case's reference, unique in the store.", valueName: "case")) var caseReference: String
    @OptionGroup var terms: CaseTermsOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func validate() throws {
        guard !caseReference.isEmpty else { throw ValidationError("A case needs a reference.") }
        guard terms.reason != nil || terms.risk?.needsReason != true else {
            throw ValidationError("A case of high or very high risk needs a --reason.")
        }
    }

    func run() async throws {
        try await store.withStore(making: true) { open in
            guard try await open.store.createCase(caseReference, terms.change).isNew else {
                throw CommandError(
                    .refusedInput,
                    "There is a case \(caseReference) already. To change it, run: "
                        + "`caseload case update \(ShellWord.quoted(caseReference))`")
            }
            try output.show(try await open.store.findCase(caseReference))
        }
    }
}
