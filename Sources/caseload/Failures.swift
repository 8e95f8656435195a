import ArgumentParser
import CaseStore
import Findings
import Reporting

struct FailuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "Lists what of a case could not be examined, where, and why.",
        discussion: "The manual, docs/failures.md, explains each reason.")

    @OptionGroup var caseArgument: CaseArgument
    @Option(help: .init("Only this exhibit.", valueName: "reference"), transform: Word.notEmpty) var exhibit: String?
    @Option(help: "Only for this reason; may be repeated.") var reason: [Failure.Reason] = []
    @Option(help: "Only what is about the image, a volume, an item or a range of bytes; may be repeated.")
    var scope: [Failure.Scope] = []
    @Option(help: .init("At most so many.", valueName: "count")) var limit: RecordLimit?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            try await output.list(FailureRecord.self, none: "No failures.") { listing in
                try await open.store.failures(
                    of: reference, exhibit: exhibit, reasons: Set(reason), scopes: Set(scope), limit: limit?.count
                ) { failures in
                    for failure in failures { try listing.print(failure) }
                }
            }
        }
    }
}
