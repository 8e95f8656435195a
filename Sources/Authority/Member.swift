/// Who a certificate speaks for: one role, under one name.
///
/// It stands in the certificate as a URI among the subject's alternative names (RFC 5280, section 4.2.1.6), for example
/// `urn:caseload:worker:rack2-7`: the common name, which PostgreSQL compares with its roles, cannot hold both.
public struct Member: Hashable, Sendable, CustomStringConvertible {
    public let role: MemberRole
    public let name: String

    /// - Throws: `AuthorityError` for a name that is empty, too long, or has other characters than `a-z 0-9 . _ -`.
    public init(_ role: MemberRole, named name: String) throws(AuthorityError) {
        guard Self.isProper(name) else { throw AuthorityError(.improperName, subject: name) }
        (self.role, self.name) = (role, name)
    }

    private static let prefix = "urn:caseload:"

    var uri: String { "\(Self.prefix)\(role.rawValue):\(name)" }

    /// - Returns: nil for what is no member's.
    init?(uri: String) {
        guard uri.hasPrefix(Self.prefix) else { return nil }
        let parts = uri.dropFirst(Self.prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let role = MemberRole(rawValue: String(parts[0])), Self.isProper(String(parts[1]))
        else {
            return nil
        }
        (self.role, name) = (role, String(parts[1]))
    }

    /// PostgreSQL's names have at most 63 bytes.
    private static func isProper(_ name: String) -> Bool {
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return allowed && (1...63).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasPrefix("-")
    }

    public var description: String { "\(role.rawValue) \(name)" }
}
