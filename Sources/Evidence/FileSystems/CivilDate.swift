/// Dates of the Gregorian calendar.
enum CivilDate {
    /// Days by the Gregorian calendar: years begin in March, so that the leap day is the last.
    static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let fromMarch = (month + 9) % 12
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (fromMarch * 306 + 5) / 10 + day - 1
        return days - 719_468
    }
}
