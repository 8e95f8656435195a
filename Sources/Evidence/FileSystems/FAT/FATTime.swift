internal import Findings

/// Times of FAT and exFAT: a date and a time of day in local time, to two seconds, and hundredths apart.
enum FATTime {
    /// - Parameter hundredths: 0…199, added to the time; what is more is none.
    /// - Returns: the time as if it were UTC; nil where there is none.
    static func timestamp(date: UInt16, time: UInt16 = 0, hundredths: UInt8 = 0) -> Timestamp? {
        let (year, month, day) = (1980 + Int64(date >> 9), Int64(date >> 5 & 15), Int64(date & 31))
        let (hour, minute, second) = (Int64(time >> 11), Int64(time >> 5 & 63), Int64(time & 31) * 2)
        guard date != 0, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let hundredths = hundredths < 200 ? hundredths : 0
        let seconds = CivilDate.daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        return Timestamp(
            seconds: seconds + Int64(hundredths / 100), nanoseconds: Int32(hundredths % 100) * 10_000_000)
    }
}
