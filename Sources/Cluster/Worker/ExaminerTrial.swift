internal import ClusterProtocol
internal import Glibc
internal import Processes
internal import Subprocess
internal import SystemPackage

/// Starts an examiner that examines nothing, to see whether one can work on this host at all.
public enum ExaminerTrial {
    /// How long an examiner takes at most to confine itself and to prove its digests.
    private static let patience: Duration = .seconds(30)

    /// - Parameters:
    ///   - executable: this program.
    ///   - memoryByteCount: how much memory the examiner may hold.
    /// - Returns: what the examiner says of itself: its libraries and their versions.
    /// - Throws: `ExaminerTrialError` when it is never ready.
    public static func run(executable: String, memoryByteCount: Int) async throws -> [String: String] {
        let (ours, theirs) = try MessageSocket.pair()
        let recorder = try FlightRecorder.makePage()
        defer { Descriptors.close(recorder) }
        let link = ExaminerLink(descriptor: ours)
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: ["examiner", "\(memoryByteCount)"], environment: .withoutDatabase,
            input: .fileDescriptor(FileDescriptor(rawValue: theirs), closeAfterSpawningProcess: true),
            output: .fileDescriptor(FileDescriptor(rawValue: recorder), closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        ) { execution in
            let method = await firstWords(over: link)
            _ = kill(execution.processIdentifier.value, SIGKILL)
            return method
        }
        if let method = result.closureResult { return method }
        throw ExaminerTrialError(end: ExaminerEnd(result.terminationStatus).words)
    }

    /// nil where nothing comes, or something else.
    private static func firstWords(over link: ExaminerLink) async -> [String: String]? {
        await withTaskGroup(of: [String: String]?.self) { group in
            group.addTask {
                guard let message = try? await link.receive(), case .ready(let ready)? = message.event else {
                    return nil
                }
                return ready.method
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            link.close()
            return first
        }
    }
}

/// An examiner that was never ready.
public struct ExaminerTrialError: Error, Hashable, CustomStringConvertible {
    let end: String

    public var description: String { "an examiner \(end) before it was ready" }
}
