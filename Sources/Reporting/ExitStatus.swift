/// What a process's exit code says. The numbers never change; those from 64 on are sysexits.h's.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    /// Done, or whoever read the output has read enough of it.
    case done = 0
    /// Something that no other code names.
    case unexpected = 1
    /// Done, but some of the exhibit could not be examined, or a verification failed. Only with `--strict`.
    case doneWithFailures = 2
    /// Done, and a case is past a limit. Only with `queue --breaches`.
    case limitPassed = 3
    /// The command line is wrong.
    case usage = 64
    /// What was given is refused: a missing or unreadable image, a damaged hash set, an unknown case.
    case refusedInput = 65
    /// A service cannot be reached: the database, the coordinator.
    case unreachable = 69
    /// A defect of Caseload.
    case internalError = 70
    /// The system refused: a full disk, a limit, a missing program.
    case systemRefused = 71

    /// One line for `--help` and the manual.
    public var explanation: String {
        switch self {
        case .done: "done"
        case .unexpected: "an unexpected error"
        case .doneWithFailures: "done, but with failures or a failed verification (only with --strict)"
        case .limitPassed: "done, and a case is past a limit (only queue --breaches)"
        case .usage: "the command line is wrong"
        case .refusedInput: "what was given is refused: an image, a hash set, a reference"
        case .unreachable: "a service cannot be reached: the database, the coordinator"
        case .internalError: "a defect of Caseload itself"
        case .systemRefused: "the system refused: a full disk, a limit, a missing program"
        }
    }

    /// All codes with their explanations, for `--help`.
    public static var table: String {
        allCases.map { "  \(String(repeating: " ", count: $0.rawValue < 10 ? 1 : 0))\($0.rawValue)  \($0.explanation)" }
            .joined(separator: "\n")
    }
}

/// An error that knows the exit code of the command it ends.
public protocol ExitStatusError: Error {
    var exitStatus: ExitStatus { get }
}
