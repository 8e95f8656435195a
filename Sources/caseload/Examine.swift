import ArgumentParser
import Cluster
import Foundation
import Reporting

struct ExamineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "examine",
        abstract: "Examines device images on this machine and prints which known files are on them.",
        discussion: """
            Starts a private PostgreSQL, a coordinator and workers, examines every file and deleted file of the images \
            once, and stops everything again. Interrupted, it can be typed again and goes on. The findings stay in the \
            store: `caseload items`, `caseload hits` and `caseload failures` list them. With a format other than \
            table, standard output carries the hits alone.
            """)

    @OptionGroup var intake: IntakeOptions
    @Option(
        name: .customLong("case"), help: "The case's reference; made if it is new.", transform: Word.notEmpty)
    var caseReference = "default"
    @Option(help: "How many workers, each with one examiner; by default one for each core.")
    var workers = ProcessInfo.processInfo.activeProcessorCount
    @Flag(help: "Exit with 2 when there are failure findings or a verification fails.") var strict = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var tuning: TuningOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        guard workers >= 1 else { throw ValidationError("At least one worker is needed.") }
    }

    func run() async throws {
        let run = ExamineRun(
            store: store, tuning: tuning, roleArguments: log.arguments, logger: try await log.logger("examine"))
        let request = LocalExamination.Request(intake: intake.request(for: caseReference), workerCount: workers)
        let outcome = try await run.run(request) { report in try await report.print(in: output) }
        if strict && outcome.hasFailures { throw ExitCode(ExitStatus.doneWithFailures.rawValue) }
    }
}
