/// A command that tells more, as one would type it.
struct CommandHint {
    let caseReference: String
    let store: StoreOptions

    func text(_ command: String, exhibit: String) -> String {
        let place = store.data.map { ["--data", $0] } ?? store.database.map { ["--database", $0] } ?? []
        let words = ["caseload", command, caseReference, "--exhibit", exhibit] + place
        return words.map(Self.quoted).joined(separator: " ")
    }

    /// A word that a shell takes for what it is (POSIX 2.2.2, single quotes).
    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:@,+".contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
