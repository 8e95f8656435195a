import ArgumentParser
import class Foundation.ProcessInfo
import Reporting

/// In which form records are printed on standard output.
struct FormatOptions: ParsableArguments {
    @Option(help: "How records are printed.")
    var format: OutputFormat = .table

    /// Prints records one by one as `body` hands them over.
    /// - Parameter none: what is said on standard error where a table would be empty.
    func list<Subject: Record>(
        _ kind: Subject.Type, none: String, _ body: (inout Listing<Subject>) async throws -> Void
    ) async throws {
        var listing = Listing<Subject>(format, to: Output(descriptor: 1), terminal: .standardOutput)
        try await body(&listing)
        let isEmpty = listing.count == 0
        try listing.finish()
        if isEmpty && format == .table { StandardError.say(none) }
    }

    /// Prints records that are there already.
    func list<Subject: Record>(_ records: [Subject], none: String) async throws {
        try await list(Subject.self, none: none) { listing in
            for record in records { try listing.print(record) }
        }
    }

    /// Prints records of which there are few, each in full: in a table's place as blocks of lines.
    func listInFull<Subject: Record>(_ records: [Subject], none: String) async throws {
        guard format == .table, !records.isEmpty else { return try await list(records, none: none) }
        try printEach(records)
    }

    /// Prints the one thing that a command shows, in full.
    func show<Subject: Record>(_ record: Subject) throws { try printEach([record]) }

    private func printEach<Subject: Record>(_ records: [Subject]) throws {
        var listing = Listing<Subject>(ofOne: format, to: Output(descriptor: 1), terminal: .standardOutput)
        for record in records { try listing.print(record) }
        try listing.finish()
    }
}

extension Terminal {
    static var standardOutput: Terminal { Terminal(of: 1, environment: ProcessInfo.processInfo.environment) }
    static var standardError: Terminal { Terminal(of: 2, environment: ProcessInfo.processInfo.environment) }
}

/// Where everything goes that is no record.
enum StandardError {
    /// Writes a line, which may hold names. One that cannot be written is nobody's loss.
    static func say(_ line: String) {
        var output = Output(descriptor: 2)
        try? output.append { $0 += (Human.visible(line) + "\n").utf8 }
        try? output.flush()
    }
}
