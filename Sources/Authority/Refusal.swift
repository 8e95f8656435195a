public import Foundation

/// Why a certificate is not accepted. Each is told apart, since each is mended in another way.
public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another authority's, or nobody's.
    case foreign(subject: String)
    /// Of the authority, but for nobody that there is in a cluster.
    case nobody(subject: String)
    case notYetValid(Member, from: Date)
    case expired(Member, at: Date)
    case revoked(Member, at: Date, reason: RevocationList.Reason)
    case wrongRole(Member, needed: Set<MemberRole>)
    case wrongHost(Member, dialled: HostName, hosts: [HostName])

    /// One word, for metrics and logs.
    public var word: String {
        switch self {
        case .foreign: "foreign"
        case .nobody: "nobody"
        case .notYetValid: "not-yet-valid"
        case .expired: "expired"
        case .revoked: "revoked"
        case .wrongRole: "wrong-role"
        case .wrongHost: "wrong-host"
        }
    }

    /// All of these words.
    public static let words = [
        "foreign", "nobody", "not-yet-valid", "expired", "revoked", "wrong-role", "wrong-host",
    ]

    /// One sentence: what is wrong and how it is mended.
    public var description: String {
        switch self {
        case .foreign(let subject):
            "the certificate “\(subject)” is of another authority; issue one by this lab's (`caseload pki issue`)"
        case .nobody(let subject): "the certificate “\(subject)” names no role of Caseload; issue another one"
        case .notYetValid(let member, let from):
            "the certificate of \(member) is not valid before \(Self.text(from)); check the clocks of both hosts"
        case .expired(let member, let date):
            "the certificate of \(member) expired on \(Self.text(date)); renew it (`caseload pki renew \(member.name)`)"
        case .revoked(let member, let date, let reason):
            "the certificate of \(member) was revoked on \(Self.text(date)) (\(reason.rawValue)); issue another one"
        case .wrongRole(let member, let needed):
            "the certificate is of \(member), but a \(Self.words(needed)) is needed here; issue one for that role"
        case .wrongHost(let member, let dialled, let hosts):
            "the certificate of \(member) is for \(hosts.map(\.description).joined(separator: ", ")), not for "
                + "\(dialled); issue one with --host \(dialled)"
        }
    }

    private static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    private static func words(_ roles: Set<MemberRole>) -> String {
        roles.map(\.rawValue).sorted().joined(separator: " or ")
    }
}
