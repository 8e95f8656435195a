public import struct Findings.Timestamp

extension Timestamp {
    /// ISO 8601 in UTC, `2024-02-29T12:00:00.5Z`: as many digits of the second as the moment has. A year that four
    /// digits cannot hold has a sign and as many as it needs (ISO 8601-1, 5.2.2.3).
    public var iso8601: String {
        let (day, second) = Self.divide(seconds, by: 86_400)
        let (year, month, dayOfMonth) = Self.civil(fromDay: day)
        let date = "\(Self.year(year))-\(Self.two(month))-\(Self.two(dayOfMonth))"
        let time = "\(Self.two(second / 3_600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
        return "\(date)T\(time)\(fraction)Z"
    }

    private var fraction: String {
        guard nanoseconds > 0 else { return "" }
        let digits = String(nanoseconds)
        var text = String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
        while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
        return "." + text
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func year(_ year: Int64) -> String {
        if (0...9_999).contains(year) {
            let digits = String(year)
            return String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
        let digits = String(year.magnitude)
        return (year < 0 ? "-" : "+") + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// The day of the proleptic Gregorian calendar, counted in years that begin in March and eras of 400 years
    /// (146,097 days), so that the leap day comes last.
    private static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = divide(day + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Division that rounds towards the past, so that the rest is never negative.
    private static func divide(_ number: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}
