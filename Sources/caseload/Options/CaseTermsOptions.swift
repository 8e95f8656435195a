public import ArgumentParser
public import CaseStore

/// What people decide about a case, as `case create` and `case update` take it.
struct CaseTermsOptions: ParsableArguments {
    @Option(help: "What the case is about.") var title: NonemptyText?
    @Option(help: "How urgent it is: shards of cases with a higher risk are granted first.") var risk: RiskGrade?
    @Option(help: .init("Why it has that risk; high and very-high need a reason.", valueName: "text"))
    var reason: NonemptyText?
    @Option(help: .init("The day, in UTC, by whose end it should be examined: 2026-12-01; or none.", valueName: "date"))
    var due: DueArgument?
    @Option(help: .init("Somebody who works on it; may be repeated.", valueName: "name")) var assign: [NonemptyText] =
        []

    var change: CaseChange {
        var change = CaseChange()
        (change.title, change.risk, change.reason) = (title?.text, risk, reason?.text)
        change.due = due?.change
        change.assigned = Set(assign.map(\.text))
        return change
    }
}

extension RiskGrade: ExpressibleByArgument {}

/// A text that says something.
struct NonemptyText: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard argument.contains(where: { !$0.isWhitespace }) else { return nil }
        text = argument
    }
}

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
