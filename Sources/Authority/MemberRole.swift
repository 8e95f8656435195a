/// What a certificate allows its bearer to be.
public enum MemberRole: String, CaseIterable, Hashable, Sendable, Codable {
    case coordinator, worker, person
}
