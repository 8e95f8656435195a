import CaseStore
import Cluster
import PrivateStore
import Reporting

/// What an examination has found, as it is printed at its end.
struct ExaminationReport {
    let exhibits: [ExhibitReport]
    let summary: ExaminationSummary
    let store: CaseStore
    let hint: CommandHint

    init(of outcome: LocalExamination.Outcome, in open: OpenStore, hint: CommandHint) async throws {
        var exhibits: [ExhibitReport] = []
        for id in outcome.exhibits { exhibits.append(try await ExhibitReport(of: id, in: open.store)) }
        self.exhibits = exhibits
        summary = ExaminationSummary(
            outcome: outcome, exhibits: exhibits, storeStart: open.located.privateStore?.startDuration)
        (store, self.hint) = (open.store, hint)
    }

    /// Prints tables and the summary; in other formats the hits, and the summary on standard error.
    func print(in output: FormatOptions) async throws {
        guard output.format == .table else {
            try await output.list(HitRecord.self, none: "") { listing in
                for exhibit in exhibits { try await exhibit.printHits(from: store, limit: nil, to: &listing) }
            }
            return try Section.print(summary, to: 2, terminal: .standardError)
        }
        for exhibit in exhibits { try await exhibit.printTables(from: store, hint: hint) }
        try Section.heading("Summary")
        try Section.print(summary, to: 1, terminal: .standardOutput)
    }
}
