/// The head of a segment of an AFF file: everything in it is a named value. Source: “Advanced Forensic Format: an open,
/// extensible format for disk imaging”, Garfinkel and others, 2006.
///
///     ├ “AFF” 0 ┼ name's length ┼ value's length ┼ argument ┼ name ┼ value ┼ “ATT” 0 ┼ segment's length ┤
struct AFFSegment {
    let name: String
    /// Where the value is in the file.
    let valueOffset: Int64
    let valueByteCount: Int64
    /// A number that goes with the value, or is it.
    let argument: UInt32
    /// Where the next segment begins.
    let end: Int64

    private static let headByteCount = 16
    private static let tailByteCount = 8
    /// No segment's name is longer.
    private static let nameByteLimit = 64

    /// - Returns: nil when no whole segment is at `offset`.
    init?(in file: EvidenceFile, at offset: Int64) throws(EvidenceError) {
        guard let bytes = try file.bytes(at: offset, byteCount: Self.headByteCount),
            bytes.starts(with: Array("AFF\0".utf8))
        else { return nil }
        let head = Record(bytes, .bigEndian)
        let nameByteCount = Int(head.uint32(at: 4))
        guard nameByteCount <= Self.nameByteLimit,
            let name = try file.bytes(at: offset + Int64(Self.headByteCount), byteCount: nameByteCount)
        else { return nil }
        self.name = String(decoding: name, as: UTF8.self)
        valueOffset = offset + Int64(Self.headByteCount + nameByteCount)
        valueByteCount = Int64(head.uint32(at: 8))
        argument = head.uint32(at: 12)
        end = valueOffset + valueByteCount + Int64(Self.tailByteCount)
        guard let bytes = try file.bytes(at: valueOffset + valueByteCount, byteCount: Self.tailByteCount) else {
            return nil
        }
        let tail = Record(bytes, .bigEndian)
        guard tail.text(0..<4) == "ATT", Int64(tail.uint32(at: 4)) == end - offset else { return nil }
    }

    /// The page's number in `page12`, which was `seg12` once; nil for everything else, also for `page12/md5`.
    var pageNumber: Int64? {
        for prefix in ["page", "seg"] where name.hasPrefix(prefix) {
            let digits = name.dropFirst(prefix.count)
            guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            return Int64(digits)
        }
        return nil
    }

    func value(in file: EvidenceFile, limit: Int) throws(EvidenceError) -> [UInt8]? {
        guard valueByteCount <= Int64(limit) else { return nil }
        return try file.bytes(at: valueOffset, byteCount: Int(valueByteCount))
    }
}
