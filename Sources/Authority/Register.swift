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

    /// The newest entry of a name that was not revoked; one of the role that is asked for, if there is more than one.
    func newest(of name: String, as role: MemberRole?) -> Entry? {
        entries.last { $0.name == name && $0.revokedAt == nil && (role == nil || $0.role == role) }
    }

    /// Revokes what a serial number names, or else all that was issued to a name and has not been revoked.
    /// - Returns: what is revoked by that.
    /// - Throws: `AuthorityError` when there is no such certificate, or nothing is left to revoke.
    mutating func revoke(
        _ subject: String, at now: Date, for reason: RevocationList.Reason
    ) throws(AuthorityError) -> [Entry] {
        let named = entries.indices.filter { entries[$0].serial == subject || entries[$0].name == subject }
        guard !named.isEmpty else { throw AuthorityError(.nobody, subject: subject) }
        let left = named.filter { entries[$0].revokedAt == nil }
        guard !left.isEmpty else { throw AuthorityError(.alreadyRevoked, subject: subject) }
        for index in left { (entries[index].revokedAt, entries[index].reason) = (now, reason) }
        return left.map { entries[$0] }
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
