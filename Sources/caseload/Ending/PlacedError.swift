import Findings
import Reporting

/// An error whose sentence names commands: those ask the same store when they are typed as they stand there.
///
/// In all sentences such commands stand in backticks. Who writes them in another target does not know the store's place.
struct PlacedError: Error, CustomStringConvertible, ExitStatusError {
    let exitStatus: ExitStatus
    let description: String

    /// nil where there is nothing to complete.
    init?(_ error: any Error, in store: StoreOptions) {
        guard let known = error as? any ExitStatusError, !store.words.isEmpty else { return nil }
        let place = store.words.joined(separator: " ")
        let sentence = "\(error)".replacing(/`(caseload [^`]*)`/) { "`\($0.1) \(place)`" }
        guard sentence != "\(error)" else { return nil }
        (exitStatus, description) = (known.exitStatus, sentence)
    }
}

extension StoreOptions {
    /// The options that name the store, as words of a shell; none where the command line names none. A password is not
    /// repeated.
    var words: [String] {
        if let data { return ["--data", ShellWord.quoted(data)] }
        guard let database else { return [] }
        let hasPassword = database.contains(/password\s*=|:\/\/[^@\/]*:[^@\/]*@/)
        return ["--database", hasPassword ? "URL" : ShellWord.quoted(database)]
    }
}
