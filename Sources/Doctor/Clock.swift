internal import Processes

/// This host's clock: certificates are judged by it, and what people read is dated by it. Leases go by the database's alone.
struct Clock: Hashable {
    var isSynchronised: Bool
    /// How far this clock is before the database's, in seconds; nil where no database was asked.
    var lead: Double?

    /// What a person may overlook; more can make a certificate seem expired, or not valid yet.
    static let tolerance = 2.0
    static let limit = 60.0

    static func look(lead: Double?) -> Clock { Clock(isSynchronised: HostFeatures.isClockSynchronised, lead: lead) }

    var diagnoses: [Diagnosis] {
        [
            isSynchronised
                ? .sound("clock", "it follows a source of time")
                : Diagnosis(
                    "clock", .doubtful, "it follows no source of time",
                    remedy: "Install chrony or switch systemd-timesyncd on, with a server of this lab."),
            lead.map(comparison),
        ].compactMap(\.self)
    }

    private func comparison(_ lead: Double) -> Diagnosis {
        let tenths = (lead.magnitude * 10).rounded() / 10
        let words = "\(tenths) s \(lead < 0 ? "behind" : "before") the database's"
        guard lead.magnitude > Self.tolerance else { return .sound("clock against the database's", words) }
        return Diagnosis(
            "clock against the database's", lead.magnitude > Self.limit ? .wrong : .doubtful, words,
            remedy: "Set the clocks of both hosts by the same source (chronyc makestep).")
    }
}
