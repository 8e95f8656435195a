/// Why a digest could not be computed, or not be trusted.
public struct DigestError: Error, Hashable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// The algorithm cannot be had: OpenSSL's configuration forbids it, or memory ran out.
        case unavailable
        /// A known answer came out wrong: this processor or this build must not examine evidence.
        case wrongAnswer
    }

    public let reason: Reason
    /// What was computed, and by what: `sha256 by OpenSSL`.
    public let subject: String
    /// OpenSSL's own words, or the two values that differ.
    public let cause: String

    public var description: String { "\(subject): \(cause). \(remedy)" }

    private var remedy: String {
        switch reason {
        case .unavailable:
            "Check free memory, and that OpenSSL's configuration (openssl list -digest-algorithms) allows all three."
        case .wrongAnswer:
            "Do not examine evidence on this computer until its processor and this program's installation are checked."
        }
    }
}
