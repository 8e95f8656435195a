import CaseStore
import Reporting

extension CommandError {
    /// An exhibit of which nothing is known: not even how large its device is.
    static func unsurveyed(_ exhibit: ExhibitRecord) -> CommandError {
        let end =
            exhibit.state == .done ? "could not be opened: caseload failures says why" : "has not been examined yet"
        return CommandError(.refusedInput, "Exhibit \(exhibit.reference) \(end).")
    }
}

extension ExhibitRecord {
    /// Says on standard error that more may be found than what is printed.
    func remarkUnlessDone() {
        guard state != .done else { return }
        StandardError.say("caseload: Exhibit \(reference) has not been examined to its end.")
    }
}
