/// What PostgreSQL, or the way to it, refused: in which manner, in its own words, and what to do. It never holds a
/// secret: connection strings do not enter it.
public struct StoreError: Error, Hashable, CustomStringConvertible {
    public let reason: Reason
    /// The server's five-character SQLSTATE (PostgreSQL manual, appendix A); nil where no server spoke.
    public let sqlState: String?
    /// What the server or libpq said, word for word.
    public let cause: String

    public init(_ reason: Reason, sqlState: String? = nil, cause: String) {
        (self.reason, self.sqlState, self.cause) = (reason, sqlState, cause)
    }

    public enum Reason: Hashable, Sendable {
        /// The connection string says nothing that libpq understands.
        case invalidAddress
        /// No server answers.
        case unreachable
        /// The server wants another user or password.
        case accessDenied
        case databaseMissing
        /// The database holds no Caseload schema.
        case schemaMissing
        case schemaOlder
        case schemaNewer
        /// The server's disk is full.
        case storageFull
        /// The server is starting, stopping or recovering, or takes no changes for now.
        case starting
        /// Too many connections, too little memory, a deadlock, a serialisation failure: the same again will do.
        case busy
        /// The connection broke; what was under way has changed nothing.
        case connectionLost
        /// The connection broke in COMMIT: whether the transaction counts is settled by asking for the shard's standing.
        case commitUnknown
        /// What is asked for contradicts what the store holds.
        case conflict
        /// Findings that their shard cannot have, or that come out of turn.
        case inadmissible
        case notFound
        case other
    }

    /// Whether the same will succeed later without anybody's changing anything but the server: wait, and say so.
    public var isTemporary: Bool {
        switch reason {
        case .unreachable, .storageFull, .starting, .busy, .connectionLost: true
        case .invalidAddress, .accessDenied, .databaseMissing, .schemaMissing, .schemaOlder, .schemaNewer,
            .commitUnknown, .conflict, .inadmissible, .notFound, .other:
            false
        }
    }

    /// Whether the same call may succeed later, once the database is there again.
    public var isWorthWaiting: Bool { isTemporary || reason == .commitUnknown }

    public var description: String {
        let words = Self.oneLine(cause)
        let sentence = words.prefix(1).uppercased() + words.dropFirst()
        let state = sqlState.map { " (SQLSTATE \($0))" } ?? ""
        let isEnded = state.isEmpty && sentence.last.map { ".!?".contains($0) } ?? false
        return "\(sentence)\(state)\(isEnded ? "" : ".")" + (remedy.isEmpty ? "" : " \(remedy)")
    }

    /// libpq speaks in several lines, and not everybody ends a sentence.
    private static func oneLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }
        return lines.dropFirst().reduce(lines.first ?? "") { text, line in
            let isNewSentence = line.first?.isUppercase == true && text.last.map { !".,:;!?".contains($0) } == true
            return text + (isNewSentence ? ". " : " ") + line
        }
    }

    /// What to do, in a sentence; empty where nobody can say.
    public var remedy: String {
        switch reason {
        case .invalidAddress: "Write it like postgresql://user@host/database."
        case .unreachable: "Check that PostgreSQL runs and that this machine may reach it."
        case .accessDenied: "Check the user name and the password, which is taken from ~/.pgpass or PGPASSWORD."
        case .databaseMissing, .schemaMissing: "Run: `caseload database create`"
        case .schemaOlder: "Run: `caseload database migrate`"
        case .schemaNewer: "Install the version of Caseload that made it, or a newer one."
        case .storageFull: "Free space on the database server's disk; the work goes on by itself."
        case .starting, .busy, .connectionLost: "Try again in a moment."
        case .commitUnknown: "Ask for the shard's standing to learn whether it counts."
        case .notFound: "`caseload case list` and `caseload exhibit list` show what it holds."
        case .conflict, .inadmissible, .other: ""
        }
    }
}
