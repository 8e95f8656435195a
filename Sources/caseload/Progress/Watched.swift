import Reporting

/// What is shown until it ends or somebody has seen enough: drawn over and over on a terminal, in plain lines elsewhere, and
/// in the formats for machines as a record of each subject whenever it has changed.
protocol Watched {
    /// How everything stands when the store was asked.
    associatedtype Moment
    associatedtype Subject: Record

    var output: FormatOptions { get }

    /// Asks the store.
    func look() async throws -> Moment
    /// Whether there is anything to see after this moment.
    func goesOn(after moment: Moment) -> Bool
    /// All of it in a line.
    func line(about moment: Moment) -> String
    func subjects(of moment: Moment) -> [Subject]
    /// What a subject is known by.
    func name(of subject: Subject) -> String
    func differs(_ subject: Subject, from last: Subject?) -> Bool
    /// What is printed behind the plain lines, once it has ended.
    func printEnd() async throws
}

extension Watched {
    /// How often the store is asked.
    private static var interval: Duration { .seconds(1) }
    /// How many times it is asked for one plain line: an hour is 720 lines.
    private static var roundsPerLine: Int { 5 }

    func show() async throws {
        guard output.format == .table else { return try await printRecords() }
        if Terminal.standardOutput.canRedraw { try await draw() } else { try await printLines() }
    }

    private func draw() async throws {
        var lines = DrawnLines(to: Output(descriptor: 1))
        try await follow { moment in
            let (terminal, subjects) = (Terminal.standardOutput, subjects(of: moment))
            let table = subjects.isEmpty ? [] : tableLines(of: subjects, on: terminal)
            try lines.draw([Human.fitted(line(about: moment), to: terminal)] + table, on: terminal)
        }
    }

    private func printLines() async throws {
        var round = 0
        try await follow { moment in
            defer { round += 1 }
            guard round % Self.roundsPerLine == 0, goesOn(after: moment) else { return }
            try Section.line(line(about: moment))
        }
        try await printEnd()
    }

    private func printRecords() async throws {
        try await output.list(Subject.self, none: "") { listing in
            var last: [String: Subject] = [:]
            try await follow { moment in
                for subject in subjects(of: moment) where differs(subject, from: last[name(of: subject)]) {
                    last[name(of: subject)] = subject
                    try listing.print(subject)
                }
                try listing.flush()
            }
        }
    }

    private func follow(_ body: (Moment) throws -> Void) async throws {
        while true {
            let moment = try await look()
            try body(moment)
            guard goesOn(after: moment) else { return }
            try await Task.sleep(for: Self.interval)
        }
    }
}
