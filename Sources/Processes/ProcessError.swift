internal import Glibc

/// What the operating system refused a process, in its own words.
public struct ProcessError: Error, Hashable, CustomStringConvertible {
    /// What was attempted, as part of a sentence: `send to the examiner`.
    public let attempt: String
    /// The system's error number.
    public let code: Int32

    public init(_ attempt: String, code: Int32) {
        self.attempt = attempt
        self.code = code
    }

    /// Whether a message was longer than any may be.
    public var isOverlong: Bool { code == EMSGSIZE }

    public var description: String { "Could not \(attempt): \(SystemError.words(for: code))." }
}
