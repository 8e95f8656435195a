/// What a look at one thing of this host says.
public struct Diagnosis: Hashable, Sendable {
    public enum Verdict: String, Sendable {
        /// As it should be.
        case sound
        /// It works, and may not for long, or not as well as it could.
        case doubtful
        /// The role cannot do its work, or must not, until this is mended.
        case wrong
        /// Nobody has looked.
        case unseen
    }

    /// What was looked at.
    public let subject: String
    public let verdict: Verdict
    /// What was seen, in a few words.
    public let observation: String
    /// What to do about it; nil where nothing is to be done.
    public let remedy: String?

    public init(_ subject: String, _ verdict: Verdict, _ observation: String, remedy: String? = nil) {
        (self.subject, self.verdict, self.observation, self.remedy) = (subject, verdict, observation, remedy)
    }

    public static func sound(_ subject: String, _ observation: String) -> Diagnosis {
        Diagnosis(subject, .sound, observation)
    }

    /// - Parameter option: what the command must be told to look.
    public static func unseen(_ subject: String, without option: String) -> Diagnosis {
        Diagnosis(subject, .unseen, "not looked at", remedy: "Say \(option).")
    }
}
