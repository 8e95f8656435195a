internal import Logging
internal import Processes
internal import Subprocess
internal import SystemPackage

/// A role of the cluster that runs as a child of this process, on this machine: it is started again when it dies, and
/// it ends with this process, however this process ends.
struct LocalRole: Sendable {
    let executable: String
    let arguments: [String]
    var environment = Environment.withoutDatabase
    let logger: Logger
    /// Told when the role has died and before it is started again.
    var hasDied: @Sendable () async -> Void = {}

    /// How long a role has to finish after SIGTERM before it is killed.
    private static let grace: Duration = .seconds(5)

    /// Keeps the role running until the task is cancelled, and then waits for its end.
    func keepRunning() async throws {
        var starts = Backoff()
        while !Task.isCancelled {
            let begun = ContinuousClock.now
            let status = try await runOnce()
            if Task.isCancelled { return }
            await hasDied()
            logger.warning("The \(arguments[0]) \(Self.words(for: status)); it is started again.")
            if ContinuousClock.now - begun > .seconds(10) { starts = Backoff() }
            guard starts.attempts < 10 else { throw LocalRoleError(role: arguments[0], end: Self.words(for: status)) }
            try? await Task.sleep(for: starts.next())
        }
    }

    private func runOnce() async throws -> TerminationStatus {
        let (lifeline, childEnd) = try MessageSocket.pair()
        defer { Descriptors.close(lifeline) }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.grace)]
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments), environment: environment,
            platformOptions: options,
            input: .fileDescriptor(FileDescriptor(rawValue: childEnd), closeAfterSpawningProcess: true),
            output: .discarded, error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        return result.terminationStatus
    }

    private static func words(for status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "ended with exit code \(code)"
        case .signaled(let signal): "was killed by signal \(signal)"
        }
    }
}

/// A role that does not stay up.
public struct LocalRoleError: Error, Hashable, CustomStringConvertible {
    public let role: String
    public let end: String

    public var description: String {
        "The \(role) cannot be kept running: each time it \(end). Its own messages above say why."
    }
}
