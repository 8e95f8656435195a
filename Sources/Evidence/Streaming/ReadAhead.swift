internal import Findings

/// What to ask for of an image on another computer, and how far ahead of what is read. A rule: it knows only what is here or
/// asked for already.
///
/// The further back the bytes before are known, the further ahead is asked: whoever reads here and there gets 64 KiB each
/// time, whoever reads on soon has 8 MiB under way, and several who read side by side have theirs.
struct ReadAhead {
    /// All questions begin and end at a multiple of this: 64 KiB.
    static let unit: Int64 = 64 << 10
    /// The longest single question: 1 MiB.
    static let questionLimit: Int64 = 1 << 20
    /// The most that is asked ahead: 8 MiB.
    static let window: Int64 = 8 << 20

    /// The size of the device in bytes.
    let byteCount: Int64

    /// - Parameters:
    ///   - offset: the byte that is read now.
    ///   - wanted: how many bytes are read at once.
    ///   - isKnown: whether the unit of this number is here or asked for.
    /// - Returns: the ranges to ask for, the nearest first; none while enough of what follows is known.
    func questions(at offset: Int64, wanting wanted: Int64, isKnown: (Int64) -> Bool) -> [ByteRange] {
        let (first, end) = (offset / Self.unit, (byteCount + Self.unit - 1) / Self.unit)
        let needed = (min(max(wanted, 1), Self.questionLimit) + offset % Self.unit + Self.unit - 1) / Self.unit
        let behind = Self.count(upTo: Self.window / Self.unit / 2, first >= 1) {
            first - 1 - $0 >= 0 && isKnown(first - 1 - $0)
        }
        let ahead = min(max(needed, 2 * behind), Self.window / Self.unit, end - first)
        let known = Self.count(upTo: ahead, true) { isKnown(first + $0) }
        guard known < min(needed, ahead) || known < ahead / 2 else { return [] }
        return ranges(of: (first + known)..<(first + ahead), isKnown: isKnown)
    }

    private static func count(upTo limit: Int64, _ isPossible: Bool, _ isSo: (Int64) -> Bool) -> Int64 {
        var count: Int64 = 0
        while isPossible, count < limit, isSo(count) { count += 1 }
        return count
    }

    /// The units that are not known, in ranges of at most one question.
    private func ranges(of units: Range<Int64>, isKnown: (Int64) -> Bool) -> [ByteRange] {
        var ranges: [ByteRange] = []
        for unit in units where !isKnown(unit) {
            let start = unit * Self.unit
            let count = min(Self.unit, byteCount - start)
            if let last = ranges.last, last.end == start, last.byteCount + count <= Self.questionLimit {
                ranges[ranges.count - 1].byteCount += count
            } else {
                ranges.append(ByteRange(offset: start, byteCount: count))
            }
        }
        return ranges
    }
}
