internal import Findings
internal import struct Foundation.Date

/// A moment as PostgreSQL's `timestamptz` holds it: whole microseconds since 2000-01-01T00:00:00Z, from 4713 BC to
/// AD 294276, and two infinities for what lies outside.
struct StoreTime: Hashable {
    var microseconds: Int64

    /// 2000-01-01T00:00:00Z in seconds since 1970.
    static let epoch: Int64 = 946_684_800
    /// The first and the last second that `timestamptz` can hold, since 1970 (PostgreSQL: `MIN_TIMESTAMP`, `END_TIMESTAMP`).
    static let seconds: Range<Int64> = -210_866_803_200..<9_224_318_016_000
    static let before = StoreTime(microseconds: .min)
    static let after = StoreTime(microseconds: .max)

    init(microseconds: Int64) { self.microseconds = microseconds }

    init(_ date: Date) {
        let seconds = date.timeIntervalSince1970 - Double(Self.epoch)
        self.init(microseconds: Int64(exactly: (seconds * 1_000_000).rounded()) ?? (seconds < 0 ? .min : .max))
    }

    /// Rounds down to the microsecond; a moment outside of PostgreSQL's years becomes an infinity.
    init(_ moment: Timestamp) {
        guard Self.seconds.contains(moment.seconds), (0..<1_000_000_000).contains(moment.nanoseconds) else {
            self = moment.seconds < 0 ? .before : .after
            return
        }
        self.init(microseconds: (moment.seconds - Self.epoch) * 1_000_000 + Int64(moment.nanoseconds / 1000))
    }

    var isFinite: Bool { self != .before && self != .after }

    var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000 + Double(Self.epoch)) }

    /// The moment with `remainder` nanoseconds (0 … 999) added back.
    func timestamp(adding remainder: Int32 = 0) -> Timestamp {
        let (second, micro) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let borrow: Int64 = micro < 0 ? 1 : 0
        let nanoseconds = Int32((micro + borrow * 1_000_000) * 1000) + remainder
        return Timestamp(seconds: second - borrow + Self.epoch, nanoseconds: nanoseconds)
    }
}
