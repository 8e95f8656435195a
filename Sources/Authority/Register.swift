public import struct Foundation.Date

/// What an authority has issued and taken back, in the order in which it did. A value: the folder keeps it.
public struct Register: Hashable, Sendable, Codable {
    public private(set) var entries: [Entry] = []
    /// How many revocation lists there were.
    private(set) var revocationNumber: Int64 = 0

    public struct Entry: Hashable, Sendable, Codable {
        public let serial: String
        public let role: MemberRole
        public let name: String
        public let hosts: [String]
        public let from: Date
        public let to: Date
        public internal(set) var revokedAt: Date?
        public internal(set) var reason: RevocationList.Reason?

        fileprivate func isMeant(by name: String, _ role: MemberRole?) -> Bool {
            self.name == name && (role == nil || self.role == role)
        }

        /// Revoked ones have ended, whatever their time says.
        public func state(at now: Date) -> State {
            if revokedAt != nil { return .revoked }
            return now < from ? .notYetValid : now > to ? .expired : .valid
        }
    }

    public enum State: String, Hashable, Sendable {
        case valid, expired, revoked
        case notYetValid = "not-yet-valid"
    }

    init() {}

    mutating func add(_ grant: Grant) {
        entries.append(
            Entry(
                serial: grant.serial, role: grant.member.role, name: grant.member.name,
                hosts: grant.hosts.map(\.description), from: grant.from, to: grant.to))
    }

    /// The newest entry of a name that was not revoked.
    /// - Parameter role: which role's; needed where the name was given to more than one.
    /// - Throws: `AuthorityError` where there is none, or the role is left open.
    func newest(of name: String, as role: MemberRole?) throws(AuthorityError) -> Entry {
        let left = entries.filter { $0.revokedAt == nil && $0.isMeant(by: name, role) }
        try Self.checkOneRole(of: left, named: name)
        guard let newest = left.last else { throw AuthorityError(.nobody, subject: name) }
        return newest
    }

    /// Revokes what a serial number names, or else all that was issued to a name and has not been revoked.
    /// - Parameter role: which role's; needed where the name was given to more than one.
    /// - Returns: what is revoked by that.
    /// - Throws: `AuthorityError` when there is no such certificate, nothing is left to revoke, or the role is left open.
    mutating func revoke(
        _ subject: String, as role: MemberRole?, at now: Date, for reason: RevocationList.Reason
    ) throws(AuthorityError) -> [Entry] {
        let meant = entries.indices.filter { entries[$0].serial == subject || entries[$0].isMeant(by: subject, role) }
        guard !meant.isEmpty else { throw AuthorityError(.nobody, subject: subject) }
        let left = meant.filter { entries[$0].revokedAt == nil }
        guard !left.isEmpty else { throw AuthorityError(.alreadyRevoked, subject: subject) }
        try Self.checkOneRole(of: left.map { entries[$0] }, named: subject)
        for index in left { (entries[index].revokedAt, entries[index].reason) = (now, reason) }
        return left.map { entries[$0] }
    }

    private static func checkOneRole(of entries: [Entry], named name: String) throws(AuthorityError) {
        let roles = Set(entries.map(\.role.rawValue)).sorted()
        guard roles.count <= 1 else {
            throw AuthorityError(.severalRoles, subject: name, cause: roles.joined(separator: " and "))
        }
    }

    /// The next list: all that was revoked and has not ended by itself since.
    mutating func nextList(at now: Date) -> RevocationList {
        revocationNumber += 1
        var list = RevocationList(number: revocationNumber, updatedAt: now)
        for entry in entries where entry.to >= now {
            guard let revokedAt = entry.revokedAt else { continue }
            list.entries[entry.serial] = .init(revokedAt: revokedAt, reason: entry.reason ?? .unspecified)
        }
        return list
    }
}
