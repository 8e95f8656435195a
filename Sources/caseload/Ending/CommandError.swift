import Reporting

/// Why a command does not do what it is asked for, in a sentence, where no other error says it.
struct CommandError: Error, CustomStringConvertible, ExitStatusError {
    let exitStatus: ExitStatus
    let description: String

    init(_ exitStatus: ExitStatus, _ description: String) {
        (self.exitStatus, self.description) = (exitStatus, description)
    }
}
