public import ArgumentParser
public import CaseStore

/// What people decide about a case, as `case create` and `case update` take it.
struct CaseTermsOptions: ParsableArguments {
    @Option(help: "What the case is about.", transform: Word.notEmpty) var title: String?
    @Option(help: "How urgent it is: shards of cases with a higher risk are granted first.") var risk: RiskGrade?
    @Option(
        help: .init("Why it has that risk; high and very-high need a reason.", valueName: "text"),
        transform: Word.notEmpty)
    var reason: String?
    @Option(help: .init("The day, in UTC, by whose end it should be examined: 2026-12-01; or none.", valueName: "date"))
    var due: DueArgument?
    @Option(help: .init("Somebody who works on it; may be repeated.", valueName: "name"), transform: Word.notEmpty)
    var assign: [String] = []

    var change: CaseChange {
        var change = CaseChange()
        (change.title, change.risk, change.reason) = (title, risk, reason)
        change.due = due?.change
        change.assigned = Set(assign)
        return change
    }
}

extension RiskGrade: ExpressibleByArgument {}

/// A day, or the word that takes it away.
struct DueArgument: ExpressibleByArgument {
    let change: CaseChange.DueChange

    init?(argument: String) {
        guard let day = Day(argument) else {
            guard argument == "none" else { return nil }
            change = .never
            return
        }
        change = .on(day)
    }
}
