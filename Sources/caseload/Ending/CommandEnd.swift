import ArgumentParser
import Foundation
import Reporting

/// How a command ends that did not succeed: with one sentence on standard error, and an exit code that says the same.
struct CommandEnd {
    let status: ExitStatus
    /// nil where there is nothing to say.
    let sentence: String?

    init(_ error: any Error) {
        status = (error as? any ExitStatusError)?.exitStatus ?? (error is CocoaError ? .systemRefused : .unexpected)
        sentence = status == .done ? nil : Self.oneLine(error is CocoaError ? error.localizedDescription : "\(error)")
    }

    /// Whether the error is the command line's, or a request for help: the argument parser prints these itself.
    static func isOfCommandLine(_ error: any Error) -> Bool {
        error is ExitCode || Caseload.exitCode(for: error) != .failure
    }

    func end() -> Never {
        if let sentence { StandardError.say("caseload: \(sentence)") }
        exit(status.rawValue)
    }

    /// PostgreSQL and libpq speak in several lines, and not everybody ends a sentence.
    private static func oneLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let line = Human.visible(lines.joined(separator: " "))
        return line.last.map { ".!?".contains($0) } == true ? line : line + "."
    }
}
