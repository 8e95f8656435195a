/// Where a run of consecutive chunks lies in one segment file. The entries themselves stay in the file.
struct EWFTable {
    /// The segment file, by its place in the image's files.
    let file: Int
    /// The number of its first chunk on the device.
    let firstChunk: Int64
    let entryCount: Int64
    /// The table and its mirror image, table2, so far as their headers are sound; the first whose checksum is right is
    /// used, and the other must not contradict it.
    let copies: [Copy]
    /// Where in the file the chunks end.
    let dataEnd: Int64

    var endChunk: Int64 { firstChunk + entryCount }

    /// One of the two places where the entries are stored.
    struct Copy {
        let entryCount: Int64
        /// Where the entries begin in the file.
        let entriesOffset: Int64
        /// What the entries count from.
        let base: Int64
        /// Whether an Adler-32 follows the entries. SMART has none: there the chunks follow at once.
        let hasChecksum: Bool

        static let headerByteCount = 24

        /// - Returns: nil when the header is damaged, or the entries do not fit into the section.
        init?(_ section: EWFSection, in file: EvidenceFile) throws(EvidenceError) {
            guard let header = try section.checkedData(Self.headerByteCount, in: file),
                let base = header.size(at: 8)
            else { return nil }
            entryCount = Int64(header.uint32(at: 0))
            entriesOffset = section.dataOffset + Int64(Self.headerByteCount)
            self.base = base
            let entriesEnd = entriesOffset + entryCount * 4
            guard entryCount > 0, entriesEnd <= section.end, section.end <= file.byteCount else { return nil }
            let first = try file.bytes(at: entriesOffset, byteCount: 4).map { Record($0, .littleEndian).uint32(at: 0) }
            let firstChunk = base.adding(Int64((first ?? 0) & 0x7fff_ffff))
            hasChecksum = firstChunk != entriesEnd && entriesEnd + 4 <= section.end
        }

        /// Reads all entries once.
        /// - Returns: nil when they do not have the checksum that is stored with them; else the number of the first
        ///   entry behind a wrap of the 31-bit offsets, `entryCount` where there is none. EnCase 6.7 wrote such
        ///   tables: behind the wrap all 32 bits are offset, and no chunk is compressed.
        func verify(in file: EvidenceFile) throws(EvidenceError) -> Int64? {
            var (checksum, previous, wrap) = (UInt32(1), UInt32(0), entryCount)
            var entry: Int64 = 0
            while entry < entryCount {
                let count = min(entryCount - entry, 16384)
                guard let bytes = try file.bytes(at: entriesOffset + entry * 4, byteCount: Int(count) * 4) else {
                    return nil
                }
                checksum = Adler32.checksum(bytes.span, continuing: checksum)
                for index in 0..<Int(count) where hasChecksum && wrap == entryCount {
                    let offset = bytes.span.number(UInt32.self, at: index * 4, .littleEndian) & 0x7fff_ffff
                    if offset < previous { wrap = entry + Int64(index) }
                    previous = offset
                }
                entry += count
            }
            guard hasChecksum else { return wrap }
            let stored = try file.bytes(at: entriesOffset + entryCount * 4, byteCount: 4)
            return stored.map { Record($0, .littleEndian).uint32(at: 0) } == checksum ? wrap : nil
        }
    }
}
