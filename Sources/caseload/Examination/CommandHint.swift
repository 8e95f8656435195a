import Findings

/// A command that tells more, as one would type it.
struct CommandHint {
    let caseReference: String
    let store: StoreOptions

    func text(_ command: String, exhibit: String) -> String { text([command], then: ["--exhibit", exhibit]) }

    /// - Parameters:
    ///   - command: the words before the case's reference.
    ///   - rest: the words behind it.
    func text(_ command: [String], then rest: [String]) -> String {
        let words = ["caseload"] + command + [caseReference] + rest
        return (words.map(ShellWord.quoted) + store.words).joined(separator: " ")
    }
}
