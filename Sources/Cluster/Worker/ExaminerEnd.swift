internal import ClusterProtocol
internal import Glibc
internal import Processes
internal import Subprocess

/// Why an examiner came to its end.
enum ExaminerEnd: Hashable, Sendable {
    /// The worker killed it because it gave no sign of life for so long.
    case silence(Duration)
    /// The worker killed it because it held more private memory than it may.
    case memory(byteCount: Int)
    /// The worker killed it because it had lost the lease of what it examined, or stops.
    case dismissed
    /// The worker killed it because what it handed in breaks the protocol, or cannot be stored.
    case nonsense
    case signal(Int32)
    case exit(Int32)

    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exit(Int32(truncatingIfNeeded: code))
        case .signaled(let signal): self = .signal(Int32(truncatingIfNeeded: signal))
        }
    }

    var cause: Caseload_V1_Death.Cause {
        switch self {
        case .silence: .time
        case .memory: .memory
        case .dismissed: .foreign
        // Whoever sends SIGKILL or SIGTERM is not the parser: an operator, or a system out of memory.
        case .signal(let signal): [SIGKILL, SIGTERM, SIGINT, SIGHUP].contains(signal) ? .foreign : .signal
        case .nonsense, .exit: .exit
        }
    }

    var code: Int32 {
        switch self {
        case .silence, .memory, .dismissed, .nonsense: SIGKILL
        case .signal(let signal): signal
        case .exit(let code): code
        }
    }

    /// As part of a sentence about the examiner.
    var words: String {
        switch self {
        case .silence(let patience): "was stopped after \(patience.components.seconds) seconds without progress"
        case .memory(let byteCount): "was stopped when it held more than \(byteCount >> 20) MiB of memory"
        case .dismissed: "was dismissed"
        case .nonsense: "handed in what nobody can read or store"
        case .signal(let signal): "died by signal \(signal) (\(SystemError.name(ofSignal: signal)))"
        case .exit(let code): "ended with exit code \(code)"
        }
    }
}
