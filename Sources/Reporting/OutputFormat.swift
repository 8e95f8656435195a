/// How records are printed.
public enum OutputFormat: String, Hashable, Sendable, CaseIterable {
    /// Columns for people, fitted to the terminal.
    case table
    /// One array (RFC 8259), or one object where a command shows one thing.
    case json
    /// One object a line.
    case jsonl
    /// RFC 4180, with a header line; cells that a spreadsheet would run as a formula are made harmless.
    case csv
}
