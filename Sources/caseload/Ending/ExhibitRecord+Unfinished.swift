import CaseStore
import Findings
import Reporting

extension CommandError {
    /// An exhibit of which nothing is known: not even how large its device is.
    static func unsurveyed(_ exhibit: ExhibitRecord) -> CommandError {
        let failures = ["caseload", "failures", exhibit.caseReference, "--exhibit", exhibit.reference]
            .map(ShellWord.quoted).joined(separator: " ")
        let end =
            exhibit.state == .done ? "could not be opened: `\(failures)` says why" : "has not been examined yet"
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
