internal import Findings

/// What will be read of an image on another computer, in about this order: it can be asked for before anybody waits for it.
/// A rule: it knows only what is here or asked for already.
///
/// Contents are read many side by side and begin anywhere, so that `ReadAhead` learns of most too late.
struct Expectation {
    /// Ranges with less than a unit between them are asked for as one.
    private var ranges: ArraySlice<ByteRange>
    /// Bytes that were asked for because they are expected, and that nobody has read yet.
    private(set) var unreadByteCount: Int64 = 0

    /// So many may wait to be read: half of what is kept.
    static let unreadLimit: Int64 = 16 << 20

    /// - Parameter byteCount: the device's: what lies behind its end is not asked for.
    init(of ranges: [ByteRange] = [], onDeviceOf byteCount: Int64 = 0) {
        var joined: [ByteRange] = []
        for range in ranges where range.byteCount > 0 && range.offset >= 0 && range.offset < byteCount {
            let end = range.byteCount > byteCount - range.offset ? byteCount : range.end
            if let last = joined.last, last.offset <= range.offset, range.offset <= last.end + ReadAhead.unit {
                joined[joined.count - 1].byteCount = max(last.end, end) - last.offset
            } else {
                joined.append(ByteRange(offset: range.offset, byteCount: end - range.offset))
            }
        }
        self.ranges = joined[...]
    }

    /// - Parameter isKnown: whether the unit of this number is here or asked for.
    /// - Returns: what to ask for next, in whole units; nil where nothing is expected, or enough of it waits to be read.
    mutating func nextQuestion(isKnown: (Int64) -> Bool) -> ByteRange? {
        guard unreadByteCount < Self.unreadLimit else { return nil }
        while let range = ranges.first {
            let unknown = range.units.drop { isKnown($0) }.prefix { !isKnown($0) }
                .prefix(Int(ReadAhead.questionLimit / ReadAhead.unit))
            let (start, end) = (unknown.startIndex * ReadAhead.unit, unknown.endIndex * ReadAhead.unit)
            guard !unknown.isEmpty else {
                ranges.removeFirst()
                continue
            }
            if end < range.end {
                ranges[ranges.startIndex] = ByteRange(offset: end, byteCount: range.end - end)
            } else {
                ranges.removeFirst()
            }
            unreadByteCount += end - start
            return ByteRange(offset: start, byteCount: end - start)
        }
        return nil
    }

    /// Notes that bytes were read, whether they were expected or not.
    mutating func note(read byteCount: Int) { unreadByteCount = max(0, unreadByteCount - Int64(byteCount)) }
}
