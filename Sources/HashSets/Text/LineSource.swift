/// A line of a text file.
struct Line {
    /// Its bytes without the line's end; only the beginning of a line that `isTooLong`.
    let bytes: ArraySlice<UInt8>
    /// The line's number, from 1.
    let number: Int
    /// Where in the file it starts, in bytes.
    let offset: Int64
    /// Whether `\r\n` ends it, not `\n` alone.
    let endsWithReturn: Bool
    /// Longer than ``LineSource/maximumLineByteCount``: not a record of any set.
    let isTooLong: Bool

    var isBlank: Bool { !isTooLong && bytes.allSatisfy { Text.isBlank($0) || $0 == UInt8(ascii: "\r") } }
}

/// A text file line by line, in bounded memory however long its lines are.
struct LineSource {
    private var source: TextSource
    private var number = 0

    /// The longest line that is taken, in bytes of UTF-8; the rest of a longer one is passed over.
    static let maximumLineByteCount = 64 * 1024
    /// How much of a longer line is kept, to show it.
    private static let shownByteCount = 1024

    init(_ file: SourceFile) throws(HashSetError) { source = try TextSource(file) }

    /// The next line; nil at the end. A last line without an end is one too.
    mutating func next() throws(HashSetError) -> Line? {
        let offset = source.offset
        guard let length = try lengthOfLine() else { return try tooLongLine(at: offset) }
        let start = source.position
        let isEnded = start + length < source.buffer.count
        guard length > 0 || isEnded else { return nil }
        number += 1
        source.position = start + length + (isEnded ? 1 : 0)
        var bytes = source.buffer[start..<(start + length)]
        let endsWithReturn = bytes.last == UInt8(ascii: "\r")
        if endsWithReturn { bytes.removeLast() }
        return Line(bytes: bytes, number: number, offset: offset, endsWithReturn: endsWithReturn, isTooLong: false)
    }

    /// How many bytes there are before the line's end or the file's; nil when there are too many.
    private mutating func lengthOfLine() throws(HashSetError) -> Int? {
        var searched = 0
        while true {
            let start = source.position
            if let end = firstNewline(from: start + searched) {
                let length = end - start
                return length <= Self.maximumLineByteCount ? length : nil
            }
            searched = source.buffer.count - start
            if searched > Self.maximumLineByteCount { return nil }
            guard try source.refill(keeping: start) else { return searched }
        }
    }

    private func firstNewline(from start: Int) -> Int? {
        let bytes = source.buffer.span
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index += 1
        }
        return nil
    }

    private mutating func tooLongLine(at offset: Int64) throws(HashSetError) -> Line {
        number += 1
        let shown = Array(source.buffer[source.position...].prefix(Self.shownByteCount))
        while true {
            if let end = firstNewline(from: source.position) {
                source.position = end + 1
                break
            }
            source.position = source.buffer.count
            guard try source.refill(keeping: source.position) else { break }
        }
        return Line(bytes: shown[...], number: number, offset: offset, endsWithReturn: false, isTooLong: true)
    }
}
