import ArgumentParser
import CaseStore

struct CaseStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Says how far the examination of a case's exhibits is, and how long it will take.",
        discussion: """
            Rates are those of the last ten minutes, with --watch of the last one. What is left is estimated from them; as \
            long as the items of an exhibit are not all known, it counts as if its device were full.
            """)

    @OptionGroup var caseArgument: CaseArgument
    @Flag(help: "Go on until every exhibit is done: redrawn on a terminal, in plain lines elsewhere.") var watch = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            let reference = try await caseArgument.reference(in: open.store)
            if watch {
                try await WatchedCase(store: open.store, reference: reference, output: output).show()
            } else {
                try await CaseStanding.print(reference, in: open.store, output)
            }
        }
    }
}
