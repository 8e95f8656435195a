import CaseStore
import Foundation
import Reporting

/// A case whose examination is shown until it ends: drawn over and over on a terminal, in plain lines elsewhere, and in the
/// formats for machines as a record of each exhibit whenever it has changed.
struct WatchedCase {
    let store: CaseStore
    let reference: String
    let output: FormatOptions

    /// How often the store is asked.
    private static let interval: Duration = .seconds(1)
    /// How many times it is asked for one plain line: an hour is 720 lines.
    private static let roundsPerLine = 5

    func show() async throws {
        let terminal = Terminal.standardOutput
        guard output.format == .table else { return try await printRecords() }
        if terminal.canRedraw { try await draw() } else { try await printLines() }
    }

    private func draw() async throws {
        var lines = DrawnLines(to: Output(descriptor: 1))
        try await follow { moment in
            let terminal = Terminal.standardOutput
            let table = tableLines(of: moment.standings, on: terminal)
            try lines.draw([Human.fitted(moment.line, to: terminal)] + table, on: terminal)
        }
    }

    private func printLines() async throws {
        var round = 0
        try await follow { moment in
            defer { round += 1 }
            guard round % Self.roundsPerLine == 0, moment.supervised.goesOn else { return }
            try Section.line(moment.line)
        }
        try await CaseStanding.print(reference, in: store, output)
    }

    private func printRecords() async throws {
        try await output.list(ExhibitStanding.self, none: "") { listing in
            var last: [String: ExhibitStanding] = [:]
            try await follow { moment in
                for standing in moment.standings where standing.differs(from: last[standing.exhibit.reference]) {
                    last[standing.exhibit.reference] = standing
                    try listing.print(standing)
                }
                try listing.flush()
            }
        }
    }

    /// Asks until every exhibit is done, or the case is closed: nothing goes on in it then.
    private func follow(_ body: (CaseStanding) throws -> Void) async throws {
        while true {
            let moment = try await CaseStanding(of: reference, in: store, window: Pace.liveWindow)
            try body(moment)
            guard moment.supervised.goesOn else { return }
            try await Task.sleep(for: Self.interval)
        }
    }
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
