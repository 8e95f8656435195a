internal import Glibc
internal import GRPCCore
internal import Logging
internal import Processes
internal import ServiceLifecycle
internal import Subprocess
internal import SystemPackage

/// One of a worker's places for an examiner: keeps a child process there, gives it shards, hands in what it finds, and
/// replaces it when it dies, hangs or outgrows its memory.
struct ExaminerLane: Sendable {
    let worker: WorkerContext
    let number: Int

    /// Runs until the worker stops.
    func run() async throws {
        var starts = Backoff()
        while !Task.isShuttingDownGracefully {
            let (verdict, end) = try await session()
            if let refusal = verdict.refusal { throw WorkerError.refused(refusal) }
            if Task.isShuttingDownGracefully { return }
            guard !verdict.wasReady else {
                starts = Backoff()
                continue
            }
            worker.logger.error("An examiner \(end.words) before it was ready.", metadata: ["lane": "\(number)"])
            guard starts.attempts < 5 else { throw WorkerError.examinersDoNotStart(end.words) }
            try await Task.sleep(for: starts.next())
        }
    }

    /// The life of one examiner, from its start to the report of its end.
    private func session() async throws -> (ExaminerSession.Verdict, end: ExaminerEnd) {
        let (ours, theirs) = try MessageSocket.pair()
        let recorder = try FlightRecorder.makePage()
        defer { Descriptors.close(recorder) }
        let session = ExaminerSession(
            worker: worker, link: ExaminerLink(descriptor: ours), recorder: recorder, lane: number)
        worker.metrics.examinerStarted()
        let result = try await Subprocess.run(
            .path(FilePath(worker.options.executable)),
            arguments: ["examiner", "\(worker.options.memoryByteCount)"], environment: .withoutDatabase,
            input: .fileDescriptor(FileDescriptor(rawValue: theirs), closeAfterSpawningProcess: true),
            output: .fileDescriptor(FileDescriptor(rawValue: recorder), closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        ) { execution in
            let process = execution.processIdentifier.value
            let verdict = await session.supervise(process)
            _ = kill(process, SIGKILL)
            return verdict
        }
        let verdict = result.closureResult
        let end = verdict.end ?? ExaminerEnd(result.terminationStatus)
        try await session.settle(end)
        return (verdict, end)
    }
}
