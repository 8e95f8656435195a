/// Why an authority does not do what it is asked for.
public struct AuthorityError: Error, Hashable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case improperName, improperHost, improperSpan, alreadyThere, notAnAuthority, nobody, severalRoles,
            alreadyRevoked, readable, unreadable, cannotWrite, damaged
    }

    public let reason: Reason
    /// The file, folder or name that it is about.
    public let subject: String
    /// What the system or the parser itself said.
    public let cause: String?

    init(_ reason: Reason, subject: String, cause: String? = nil) {
        (self.reason, self.subject, self.cause) = (reason, subject, cause)
    }

    public var description: String { "\(subject)\(cause.map { ": \($0)" } ?? ""): \(remedy)" }

    private var remedy: String {
        switch reason {
        case .improperName: "a name has 1 to 63 of the characters a-z, 0-9, dot, hyphen and underscore"
        case .improperHost: "a host is a DNS name or an IP address, without a port"
        case .improperSpan: "a certificate ends after it begins, and not after its authority's own"
        case .alreadyThere: "there is one already, and it is not replaced; name another folder, or remove this one"
        case .notAnAuthority: "no authority is kept here; `caseload pki init` makes one"
        case .nobody: "no certificate that is in force was issued to this name; `caseload pki list` shows all"
        case .severalRoles: "the name was given to each of these; say by --role which is meant"
        case .alreadyRevoked: "it was revoked before"
        case .readable:
            "others than its owner can read this key; chmod 600 it, and think about who could have copied it"
        case .unreadable: "it cannot be read; check its path and its owner"
        case .cannotWrite: "it cannot be written; check the folder's owner and its free space"
        case .damaged: "it is damaged, or was never what its name says; restore it from a copy"
        }
    }
}
