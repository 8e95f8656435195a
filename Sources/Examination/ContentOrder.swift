internal import Findings

/// In which order the contents of a shard enter the lanes: as they lie on the disk, but the longest first, so that none
/// of them is alone in the lanes at the end.
struct ContentOrder {
    let items: [ItemToRead]

    /// A content is long when it is more than this part of the shard: with half as many as there are lanes, those that
    /// follow in disk order still end together.
    private static let longPart: Int64 = 32

    init(of items: [ItemToRead]) {
        let total = items.reduce(0 as Int64) { sum, item in
            let (next, overflow) = sum.addingReportingOverflow(max(item.byteCount, 0))
            return overflow ? .max : next
        }
        let (long, short) = (
            items.filter { $0.byteCount > total / Self.longPart },
            items.filter { $0.byteCount <= total / Self.longPart }
        )
        self.items = long.sorted { ($1.byteCount, $0.ordinal) < ($0.byteCount, $1.ordinal) } + short
    }
}
