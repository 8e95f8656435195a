import ArgumentParser
import CaseStore
import Reporting

struct CaseUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Changes a case's risk, due date, people or title, says what changed, and prints it.",
        discussion: """
            Another risk counts at once, also for shards that wait. A reason belongs to the risk that it was given for: with \
            another risk it goes, unless a new one is given.
            """)

    @Argument(help: .init("The case's reference.", valueName: "case")) var caseReference: String
    @OptionGroup var terms: CaseTermsOptions
    @Option(
        help: .init("Somebody who no longer works on it; may be repeated.", valueName: "name"),
        transform: Word.notEmpty)
    var unassign: [String] = []
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions

    private var change: CaseChange {
        var change = terms.change
        change.unassigned = Set(unassign)
        return change
    }

    func validate() throws {
        guard change != CaseChange() else { throw ValidationError("Say what is to change: --risk, --due, --assign, …") }
        if let both = change.assigned.intersection(change.unassigned).first {
            throw ValidationError("\(both) cannot be assigned and no longer assigned at once.")
        }
    }

    func run() async throws {
        try await store.withStore { open in
            let (old, new) = try await open.store.update(caseReference, change)
            let changes = new.differences(from: old)
            for line in changes { StandardError.say(Human.visible(line)) }
            if changes.isEmpty { StandardError.say("Nothing has changed.") }
            try output.show(try await open.store.findCase(caseReference))
        }
    }
}
