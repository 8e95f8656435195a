import CaseStore
import Foundation
import Reporting

/// A case whose examination is shown until every exhibit is done, or the case is closed: nothing goes on in it then.
struct WatchedCase: Watched {
    let store: CaseStore
    let reference: String
    let output: FormatOptions

    func look() async throws -> CaseStanding {
        try await CaseStanding(of: reference, in: store, window: Pace.liveWindow)
    }

    func goesOn(after moment: CaseStanding) -> Bool { moment.supervised.goesOn }
    func line(about moment: CaseStanding) -> String { moment.line }
    func subjects(of moment: CaseStanding) -> [ExhibitStanding] { moment.standings }
    func name(of subject: ExhibitStanding) -> String { subject.exhibit.reference }
    func differs(_ subject: ExhibitStanding, from last: ExhibitStanding?) -> Bool { subject.differs(from: last) }
    func printEnd() async throws { try await CaseStanding.print(reference, in: store, output) }
}

/// How a case and its exhibits stand at a moment.
struct CaseStanding {
    let supervised: SupervisedCase
    let standings: [ExhibitStanding]
    let line: String

    init(of reference: String, in store: CaseStore, window: Duration = Pace.window) async throws {
        let (cases, now) = try await store.supervise(reference, window: window)
        guard let supervised = cases.first else {
            throw StoreError(.notFound, cause: "the store holds no case \(reference)")
        }
        self.supervised = supervised
        standings = ExhibitStanding.all(of: supervised, window: window, now: now)
        line = CaseLine(supervised: supervised, pace: supervised.pace(window: window, now: now), now: now).description
    }

    /// Prints the exhibits; as a table under a line about the case.
    static func print(_ reference: String, in store: CaseStore, _ output: FormatOptions) async throws {
        let moment = try await CaseStanding(of: reference, in: store)
        if output.format == .table, !moment.standings.isEmpty { try Section.line(moment.line) }
        try await output.list(moment.standings, none: "Case \(reference) has no exhibits.")
    }
}
