internal import Findings

/// An item's four times as the columns hold them: `timestamptz` ends at the microsecond and knows no year beyond
/// 294276, a file system's times must survive both to the nanosecond.
struct ItemTimes: Hashable {
    /// Created, modified, accessed, changed.
    let stored: [StoreTime?]
    /// What lies below the microsecond: 10 bits for each time, the first one lowest; nil when all are 0.
    let nanoseconds: Int64?
    /// Seconds and nanoseconds of the four in turn, when one of them lies outside of PostgreSQL's years; else empty.
    let far: [Int64]

    init(stored: [StoreTime?], nanoseconds: Int64?, far: [Int64]) {
        (self.stored, self.nanoseconds, self.far) = (stored, nanoseconds, far)
    }

    init(_ item: Item) { self.init([item.created, item.modified, item.accessed, item.changed]) }

    init(_ times: [Timestamp?]) {
        stored = times.map { $0.map(StoreTime.init) }
        var remainders: Int64 = 0
        for (place, time) in times.enumerated() where stored[place]?.isFinite == true {
            remainders |= Int64((time?.nanoseconds ?? 0) % 1000) << (10 * Int64(place))
        }
        nanoseconds = remainders == 0 ? nil : remainders
        let isFar = stored.contains { $0?.isFinite == false }
        far = isFar ? times.flatMap { [$0?.seconds ?? 0, Int64($0?.nanoseconds ?? 0)] } : []
    }

    /// The times as the file system recorded them.
    var exact: [Timestamp?] {
        stored.enumerated().map { place, time in
            guard let time else { return nil }
            guard time.isFinite else {
                guard far.count == 2 * stored.count else { return nil }
                return Timestamp(seconds: far[2 * place], nanoseconds: Int32(clamping: far[2 * place + 1]))
            }
            return time.timestamp(adding: Int32((nanoseconds ?? 0) >> (10 * Int64(place)) & 1023))
        }
    }
}
