public import Foundation

/// A day of the Gregorian calendar, in UTC: when a case is due.
public struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// As ISO 8601 writes it: `2026-12-01`.
    public let description: String
    /// The day's first moment.
    public let start: Date

    /// - Parameter text: `2026-12-01`; nil for what is no day of the calendar.
    public init?(_ text: String) {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        // The parser takes the 30th of February for the 1st of March.
        guard text.utf8.count == 10, let start = try? style.parse(text), start.formatted(style) == text else {
            return nil
        }
        (description, self.start) = (text, start)
    }

    /// The first moment that is no longer of the day.
    public var end: Date { start.addingTimeInterval(86_400) }

    public static func < (a: Day, b: Day) -> Bool { a.start < b.start }
}
