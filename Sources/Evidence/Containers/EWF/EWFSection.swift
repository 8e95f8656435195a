/// One section of a segment file (EWF specification of J. Metz, “Section descriptor”): 76 bytes, then its data.
struct EWFSection {
    let kind: String
    /// Where its descriptor begins in the file.
    let offset: Int64
    /// Where the next section begins.
    let end: Int64
    /// Whether the segment ends with it.
    let isLast: Bool

    static let descriptorByteCount = 76
    /// Where the first section of a segment file begins, behind the file's header.
    static let firstOffset: Int64 = 13

    var dataOffset: Int64 { offset + Int64(Self.descriptorByteCount) }
    var dataByteCount: Int64 { max(0, end - dataOffset) }

    /// - Returns: nil when there is no whole, undamaged descriptor at `offset`.
    init?(at offset: Int64, in file: EvidenceFile) throws(EvidenceError) {
        guard let bytes = try file.bytes(at: offset, byteCount: Self.descriptorByteCount) else { return nil }
        let record = Record(bytes, .littleEndian)
        guard record.uint32(at: 72) == Adler32.checksum(bytes.span.extracting(0..<72)) else { return nil }
        guard let next = record.size(at: 16), let byteCount = record.size(at: 24) else { return nil }
        (kind, self.offset) = (record.text(0..<16), offset)
        isLast = kind == "next" || kind == "done"
        if isLast {
            // The last section names itself as the next one, or the end of the file; its size may be 0.
            end = file.byteCount
        } else {
            // Two different images can hide in one file when a reader goes by the size and another by the next offset.
            guard next > offset, offset.adding(byteCount) == next else { return nil }
            end = next
        }
    }

    /// The section's data, or its first bytes.
    /// - Returns: nil when the file does not have so many.
    func data(_ byteCount: Int, in file: EvidenceFile) throws(EvidenceError) -> [UInt8]? {
        guard Int64(byteCount) <= dataByteCount else { return nil }
        return try file.bytes(at: dataOffset, byteCount: byteCount)
    }

    /// The first `byteCount` bytes, of which the last four are an Adler-32 of the others.
    /// - Returns: nil when they are not there or do not agree.
    func checkedData(_ byteCount: Int, in file: EvidenceFile) throws(EvidenceError) -> Record? {
        guard let bytes = try data(byteCount, in: file) else { return nil }
        let record = Record(bytes, .littleEndian)
        let checksum = Adler32.checksum(bytes.span.extracting(0..<byteCount - 4))
        return record.uint32(at: byteCount - 4) == checksum ? record : nil
    }
}
