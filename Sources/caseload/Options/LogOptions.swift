public import ArgumentParser
public import Logging
import Foundation
import Reporting
public import Telemetry

/// What the long-running roles say, how much of it, and in which form.
struct LogOptions: ParsableArguments {
    @Option(
        help: """
            The least severe messages that are shown: notice unless CASELOAD_LOG_LEVEL or "log-level" in a \
            configuration file says otherwise.
            """)
    var logLevel: Logger.Level?
    @Option(
        help: """
            How they are written: text unless CASELOAD_LOG_FORMAT or "log-format" in a configuration file says \
            otherwise.
            """)
    var logFormat: LogFormat?

    /// Makes a logger that writes to standard error: standard output belongs to records.
    /// - Throws: `CommandError` for a setting that is neither a level nor a form.
    func logger(_ label: String) async throws -> Logger {
        let settings = try await Settings()
        let level = try logLevel ?? settings.value(.logLevel) ?? .notice
        let format = try logFormat ?? settings.value(.logFormat) ?? .text
        let isForJournal = Journal.reads(standardErrorOf: ProcessInfo.processInfo.environment)
        return Logger(label: label) {
            LineLogHandler(label: $0, level: level, format: format, isForJournal: isForJournal)
        }
    }

    /// What a process that this one starts is told, so that both write alike. It reads the same settings by itself.
    var arguments: [String] {
        (logLevel.map { ["--log-level", $0.rawValue] } ?? []) + (logFormat.map { ["--log-format", $0.rawValue] } ?? [])
    }
}

extension Settings {
    fileprivate func value<Value: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting
    ) throws(CommandError) -> Value? {
        guard let text = text(setting) else { return nil }
        guard let value = Value(rawValue: text) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError(.refusedInput, "\(setting.rawValue) “\(text)” is none of \(words).")
        }
        return value
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
