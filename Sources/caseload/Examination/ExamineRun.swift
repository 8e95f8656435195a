import CaseStore
import Cluster
import Logging
import PrivateStore
import Processes

/// An examination on a store, and the report on it.
struct ExamineRun {
    let store: StoreOptions
    let tuning: TuningOptions
    /// What its coordinator and its workers are told alike.
    let roleArguments: [String]
    let logger: Logger

    /// What the exit code depends on.
    struct Result {
        let hasFailures: Bool
    }

    func run(
        _ request: LocalExamination.Request, report print: (ExaminationReport) async throws -> Void
    ) async throws -> Result {
        try await store.withStore(making: true) { open in
            let outcome = try await examine(request, in: open)
            let report = try await ExaminationReport(
                of: outcome, in: open, hint: CommandHint(caseReference: request.intake.caseReference, store: store))
            try await print(report)
            return Result(hasFailures: report.exhibits.contains(where: \.hasFailures))
        }
    }

    private func examine(
        _ request: LocalExamination.Request, in open: OpenStore
    ) async throws -> LocalExamination.Outcome {
        let located = open.located
        try located.makeDataFolder()
        let examination = LocalExamination(
            store: open.store, address: located.address, dataFolder: located.dataFolder,
            executable: try ThisProgram.path(), workerArguments: tuning.workerArguments,
            roleArguments: roleArguments, leaseTerm: .milliseconds(tuning.leaseTerm), logger: logger)
        let board = ProgressBoard(in: store)
        defer { board.clear() }
        return try await examination.run(request) { board.show($0) }
    }
}
