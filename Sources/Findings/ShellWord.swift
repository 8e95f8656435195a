/// A word of a command as it is typed in a shell.
public enum ShellWord {
    /// The word, in quotes where a shell would not take it for what it is (POSIX 2.2.2, single quotes).
    public static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:@,+".contains($0)) }
        return isPlain
            ? word
            : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
