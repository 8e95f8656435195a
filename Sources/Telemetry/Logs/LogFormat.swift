/// In which form a process's log is written.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// A line for people; the journal's, where it is the journal that reads it.
    case text
    /// One JSON object a line, for programs that collect logs.
    case json
}
