/// What a certificate allows its bearer to be.
public enum Role: String, CaseIterable, Hashable, Sendable, Codable {
    case coordinator, worker, person
}
