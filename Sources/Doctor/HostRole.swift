/// What a host is for.
public enum HostRole: String, Hashable, Sendable, CaseIterable {
    case coordinator
    case worker
    /// One person's machine, where `examine` does everything.
    case workstation
}
