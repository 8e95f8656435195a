import ArgumentParser
import CaseStore
import Foundation

struct CaseReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Records that somebody has looked at a case, and what was decided.",
        discussion: "`caseload queue --breaches` names cases that nobody has reviewed for too long.")

    @Argument(help: .init("The case's reference.", valueName: "case")) var caseReference: String
    @Option(help: .init("What was decided.", valueName: "text"), transform: Word.notEmpty) var decision: String
    @Option(
        help: .init("Who has looked; by default the user who runs the command.", valueName: "name"),
        transform: Word.notEmpty)
    var reviewer: String?
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await store.withStore { open in
            try await open.store.review(
                caseReference, by: reviewer ?? NSUserName(), decision: decision)
            try output.show(try await CaseDetail(of: caseReference, in: open.store))
        }
    }
}
