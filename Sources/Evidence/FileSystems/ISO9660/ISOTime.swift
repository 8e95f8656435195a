internal import Findings

/// Times of ISO 9660 (ECMA-119, 8.4.26.1 and 9.1.5), which say how far they are from UTC.
enum ISOTime {
    /// Seven bytes: years since 1900, month, day, hour, minute, second, and quarters of an hour east of UTC.
    static func timestamp(_ bytes: ArraySlice<UInt8>?) -> Timestamp? {
        guard let bytes, bytes.count == 7 else { return nil }
        let parts = bytes.map { Int64($0) }
        return timestamp(
            1900 + parts[0], Array(parts[1...5]), quarters: Int8(bitPattern: bytes[bytes.startIndex + 6]))
    }

    /// Seventeen bytes: the same as digits, with four of the year and two of hundredths before the zone.
    static func longTimestamp(_ bytes: ArraySlice<UInt8>?) -> Timestamp? {
        guard let bytes, bytes.count == 17 else { return nil }
        func number(_ offset: Int, _ count: Int) -> Int64? {
            Int64(String(decoding: bytes.part(offset, count) ?? [], as: UTF8.self))
        }
        let parts = stride(from: 4, to: 14, by: 2).compactMap { number($0, 2) }
        guard let year = number(0, 4), parts.count == 5, let hundredths = number(14, 2), hundredths >= 0 else {
            return nil
        }
        var time = timestamp(year, parts, quarters: Int8(bitPattern: bytes[bytes.startIndex + 16]))
        time?.nanoseconds = Int32(hundredths) * 10_000_000
        return time
    }

    /// - Parameter parts: month, day, hour, minute and second.
    private static func timestamp(_ year: Int64, _ parts: [Int64], quarters: Int8) -> Timestamp? {
        let (month, day, hour, minute, second) = (parts[0], parts[1], parts[2], parts[3], parts[4])
        guard (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour), (0..<60).contains(minute),
            (0..<60).contains(second), (-48...56).contains(quarters)
        else { return nil }
        let days = CivilDate.daysSince1970(year, month, day)
        return Timestamp(
            seconds: days * 86_400 + hour * 3600 + minute * 60 + second - Int64(quarters) * 900, nanoseconds: 0)
    }
}
