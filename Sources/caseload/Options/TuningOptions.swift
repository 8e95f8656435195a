import ArgumentParser

/// What only tests and unusual machines need to change.
struct TuningOptions: ParsableArguments {
    @Option(help: .init("How long a lease lasts unless it is renewed, in milliseconds.", visibility: .hidden))
    var leaseTerm: Int64 = 15_000
    @Option(help: .init("After how many seconds without progress an examiner is killed.", visibility: .hidden))
    var patience: Int?
    @Option(help: .init("How much memory an examiner may hold, in MiB.", visibility: .hidden))
    var memory: Int?

    func validate() throws {
        guard leaseTerm >= 100 else { throw ValidationError("A lease lasts at least 100 milliseconds.") }
    }

    /// What workers are told beside their names.
    var workerArguments: [String] {
        (patience.map { ["--patience", "\($0)"] } ?? []) + (memory.map { ["--memory", "\($0)"] } ?? [])
    }
}
