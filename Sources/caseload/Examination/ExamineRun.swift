import CaseStore
import Cluster
import Logging
import PrivateStore
import Processes

/// An examination on a store, and the report on it.
struct ExamineRun {
    let store: StoreOptions
    let tuning: TuningOptions
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
                of: outcome, in: open, hint: CommandHint(caseReference: request.caseReference, store: store))
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
            leaseTerm: .milliseconds(tuning.leaseTerm), logger: logger)
        let board = ProgressBoard()
        defer { board.clear() }
        return try await withKeeper(of: located.privateStore) {
            try await examination.run(request) { board.show($0) }
        }
    }

    /// Starts the private store's keeper again whenever it has died, for as long as `body` runs.
    private func withKeeper(
        of privateStore: PrivateStore?, _ body: @escaping @Sendable () async throws -> LocalExamination.Outcome
    ) async throws -> LocalExamination.Outcome {
        guard let privateStore else { return try await body() }
        let logger = logger
        return try await withThrowingTaskGroup(of: LocalExamination.Outcome?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                await privateStore.keepAlive(logger: logger)
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }
}

extension PrivateStore {
    /// How often the keeper is looked for: while it is away, work waits.
    private static let interval: Duration = .seconds(1)

    fileprivate func keepAlive(logger: Logger) async {
        while (try? await Task.sleep(for: Self.interval)) != nil {
            do throws(PrivateStoreError) {
                if try await revive() { logger.warning("The private store's keeper had died; it was started again.") }
            } catch { logger.warning("The private store's keeper cannot be started: \(error)") }
        }
    }
}
