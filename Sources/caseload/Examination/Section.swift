import Reporting

/// A part of a report for people: a heading, and a table under it. Names of exhibits and cases may stand in all texts.
enum Section {
    static func heading(_ title: String) throws(OutputError) {
        let terminal = Terminal.standardOutput
        try write("\n" + terminal.styled(Human.visible(title), as: .heading) + "\n")
    }

    /// Prints nothing where there are no records.
    static func table<Subject: Record>(_ title: String, _ records: [Subject]) async throws {
        guard !records.isEmpty else { return }
        try await table(title, Subject.self) { listing in
            for record in records { try listing.print(record) }
        }
    }

    static func table<Subject: Record>(
        _ title: String, _ kind: Subject.Type, _ body: (inout Listing<Subject>) async throws -> Void
    ) async throws {
        try heading(title)
        var listing = Listing<Subject>(.table, to: Output(descriptor: 1), terminal: .standardOutput)
        try await body(&listing)
        try listing.finish()
    }

    /// Says how to see what a table leaves out.
    static func more(_ count: Int64, _ command: String) throws(OutputError) {
        guard count > 0 else { return }
        try write("… and \(Human.count(count)) more: \(Human.visible(command))\n")
    }

    /// Prints a sentence of its own.
    static func line(_ text: String) throws(OutputError) { try write(text + "\n") }

    /// Prints one thing in full.
    static func print<Subject: Record>(_ record: Subject, to descriptor: Int32, terminal: Terminal) throws {
        var listing = Listing<Subject>(ofOne: .table, to: Output(descriptor: descriptor), terminal: terminal)
        try listing.print(record)
        try listing.finish()
    }

    private static func write(_ text: String) throws(OutputError) {
        var output = Output(descriptor: 1)
        try output.append { $0 += text.utf8 }
        try output.flush()
    }
}
