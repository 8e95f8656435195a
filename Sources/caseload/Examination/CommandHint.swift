import Findings

/// A command that tells more, as one would type it.
struct CommandHint {
    let caseReference: String
    let store: StoreOptions

    func text(_ command: String, exhibit: String) -> String {
        let words = ["caseload", command, caseReference, "--exhibit", exhibit].map(ShellWord.quoted) + store.words
        return words.joined(separator: " ")
    }
}
