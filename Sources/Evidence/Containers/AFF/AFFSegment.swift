/// One segment of an AFF file: a header, a name, data, and a tail that repeats the size.
///
///     AFF\0  name's size  data's size  argument │ name │ data │ ATT\0  size of it all
struct AFFSegment {
    let name: String
    /// Where its data begins in the file.
    let dataOffset: Int64
    let dataByteCount: Int64
    /// A number that stands for small data, or says how the data is packed.
    let argument: UInt32

    static let nameLimit = 64
    private static let headerByteCount: Int64 = 16
    private static let tailByteCount: Int64 = 8

    /// Where the next segment begins.
    var end: Int64 { dataOffset + dataByteCount + Self.tailByteCount }

    /// - Returns: nil when there is no whole segment at `offset`.
    init?(at offset: Int64, in file: EvidenceFile) throws(EvidenceError) {
        let room = file.byteCount - offset
        let wanted = min(room, Self.headerByteCount + Int64(Self.nameLimit))
        guard wanted >= Self.headerByteCount, let bytes = try file.bytes(at: offset, byteCount: Int(wanted)),
            bytes.starts(with: [0x41, 0x46, 0x46, 0])
        else { return nil }
        let head = Record(bytes, .bigEndian)
        let nameByteCount = Int(head.uint32(at: 4))
        guard nameByteCount <= Self.nameLimit, nameByteCount + 16 <= bytes.count else { return nil }
        name = String(decoding: bytes[16..<16 + nameByteCount], as: UTF8.self)
        (dataByteCount, argument) = (Int64(head.uint32(at: 8)), head.uint32(at: 12))
        dataOffset = offset + Self.headerByteCount + Int64(nameByteCount)
        guard let bytes = try file.bytes(at: dataOffset + dataByteCount, byteCount: Int(Self.tailByteCount)) else {
            return nil
        }
        let tail = Record(bytes, .bigEndian)
        let isWhole = bytes.starts(with: [0x41, 0x54, 0x54, 0]) && Int64(tail.uint32(at: 4)) == end - offset
        guard isWhole else { return nil }
    }

    /// The number of the page that the segment holds, or holds a digest of; nil for all others.
    func page(suffix: String) -> Int? {
        for prefix in ["page", "seg"] where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
            let digits = name.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
            if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int(digits) }
        }
        return nil
    }

    /// The data, where there is no more than `limit`.
    func data(in file: EvidenceFile, limit: Int64 = 65_536) throws(EvidenceError) -> [UInt8]? {
        guard dataByteCount <= limit else { return nil }
        return try file.bytes(at: dataOffset, byteCount: Int(dataByteCount))
    }
}
