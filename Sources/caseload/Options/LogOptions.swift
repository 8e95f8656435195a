public import ArgumentParser
public import Logging

/// What the long-running roles say, and how much of it.
struct LogOptions: ParsableArguments {
    @Option(help: "The least severe messages that are shown.")
    var logLevel: Logger.Level = .notice

    /// A logger that writes to standard error: standard output belongs to records.
    func logger(_ label: String) -> Logger {
        var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel
        return logger
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
