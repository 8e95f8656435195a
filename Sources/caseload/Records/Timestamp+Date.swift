import Findings
import Reporting
import struct Foundation.Date

extension Timestamp {
    /// A moment of the store's clock, to the microsecond that PostgreSQL keeps.
    init(_ date: Date) {
        let microseconds = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
        let seconds = microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
        self.init(seconds: seconds, nanoseconds: Int32(microseconds - seconds * 1_000_000) * 1_000)
    }

    /// For people: `2026-12-01 14:20 UTC`.
    var minute: String { Timestamp(seconds: seconds).iso8601.prefix(16).replacing("T", with: " ") + " UTC" }
}
