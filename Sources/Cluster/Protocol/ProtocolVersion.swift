/// The version of what coordinators and workers say to each other. It is raised where an older one would misunderstand a
/// message, not where it would miss something that it can do without.
enum ProtocolVersion {
    static let current: Int32 = 1
    /// The oldest that coordinators still understand: workers are upgraded after them, one by one.
    static let oldest: Int32 = 1

    /// What a worker is told that cannot be understood; nil for one that can.
    static func refusal(
        of worker: String, speaking version: Int32, program: String, by coordinator: String
    ) -> String? {
        guard !(oldest...current ~= version) else { return nil }
        let own = oldest == current ? "\(current)" : "\(oldest) to \(current)"
        return
            "Worker \(worker) speaks protocol \(version) (Caseload \(program.prefix(40))), this coordinator \(own) (Caseload "
            + "\(coordinator)). Install the same version of Caseload on both, the coordinators' first."
    }
}
