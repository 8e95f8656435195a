internal import Findings
internal import Foundation
public import Logging
internal import Reporting

/// Writes each message as one line to standard error: standard output belongs to records.
public struct LineLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let format: LogFormat
    private let isForJournal: Bool

    /// - Parameters:
    ///   - label: what the messages' writer is called.
    ///   - isForJournal: whether it is the journal that reads them (`Journal.reads`).
    public init(label: String, level: Logger.Level, format: LogFormat, isForJournal: Bool) {
        (self.label, logLevel) = (label, level)
        (self.format, self.isForJournal) = (format, isForJournal)
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// A line that cannot be written is nobody's loss: the work goes on.
    public func log(event: LogEvent) {
        let line = entry(event, at: Date()).line(in: format, isForJournal: isForJournal)
        var output = Output(descriptor: STDERR_FILENO)
        // One system call: lines of several threads and processes do not mix.
        try? output.append { $0 += line }
        try? output.flush()
    }

    func entry(_ event: LogEvent, at now: Date) -> LogEntry {
        var all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        let microseconds = Int64((now.timeIntervalSince1970 * 1_000_000).rounded(.down))
        return LogEntry(
            time: Timestamp(
                seconds: microseconds / 1_000_000, nanoseconds: Int32(microseconds % 1_000_000) * 1_000),
            level: event.level, logger: label, message: event.message.description,
            metadata: all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
    }
}
