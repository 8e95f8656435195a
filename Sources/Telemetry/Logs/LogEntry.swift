internal import Findings
internal import Logging
internal import Reporting

/// One message of a log.
struct LogEntry: Record {
    let time: Timestamp
    let level: Logger.Level
    let logger: String
    let message: String
    /// What the message is about, by name, in the order of the names.
    let metadata: [(name: String, value: String)]

    static let fields: [Field<LogEntry>] = [
        Field("time") { .time($0.time) },
        Field("level") { .text($0.level.rawValue) },
        Field("logger") { .text($0.logger) },
        Field("message") { .text($0.message) },
        Field("metadata") { .object($0.metadata.map { .init($0.name, .text($0.value)) }) },
    ]

    /// One line, whatever the message holds.
    func line(in format: LogFormat, isForJournal: Bool) -> [UInt8] {
        switch format {
        case .json: jsonLine
        case .text: Array((isForJournal ? journalLine : textLine).utf8)
        }
    }

    private var textLine: String { "\(time.iso8601) \(level) \(logger): \(words)\n" }

    /// The journal takes the priority from the front (sd-daemon(3)), and has the time and the process already.
    private var journalLine: String { "<\(level.priority)>\(words)\n" }

    private var words: String {
        let details = metadata.map { " \($0.name)=\($0.value.contains(" ") ? "“\($0.value)”" : $0.value)" }
        return Human.visible(message + details.joined())
    }
}

extension Logger.Level {
    /// The priority of syslog(3), which the journal shares.
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
