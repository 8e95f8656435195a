public import ArgumentParser
public import Findings
import Foundation

/// ISO 8601: a day, or a moment with its offset from UTC. A day begins at midnight in UTC.
extension Timestamp: ExpressibleByArgument {
    public init?(argument: String) {
        let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        // The parser takes the 30th of February for the 1st of March.
        let beginning = String(argument.prefix(10))
        guard let date = try? day.parse(beginning), date.formatted(day) == beginning else { return nil }
        let moment = Date.ISO8601FormatStyle(timeZone: .gmt)
        let exact = Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)
        for style in [day, moment, exact] {
            guard let date = try? style.parse(argument) else { continue }
            self.init(date)
            return
        }
        return nil
    }
}
