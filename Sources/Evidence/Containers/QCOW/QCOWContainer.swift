internal import Findings

/// QEMU's copy-on-write images, versions 1, 2 and 3. Source: `docs/interop/qcow2.txt` and, for version 1, `block/qcow.c` of
/// QEMU.
///
/// A table of the first level says where those of the second are, and these where each cluster is. Clusters are stored as
/// they are, or as bare DEFLATE, which has no checksum: nothing vouches for a compressed cluster that unpacks to the right
/// size.
final class QCOWContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool {
        guard candidate.has(QCOWHeader.signature), candidate.head.count >= 8 else { return false }
        return (1...3).contains(Record(candidate.head, .bigEndian).uint32(at: 4))
    }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]

    private let file: EvidenceFile
    private let header: QCOWHeader
    private let parent: ParentImage?
    /// Where stored clusters are: the image's own file, or another one.
    private let data: EvidenceFile
    private let pages: FilePages
    private var reader = PackedReader()

    init(opening candidate: Candidate) throws(EvidenceError) {
        guard let header = QCOWHeader(candidate.head) else {
            throw candidate.damaged("the header of the QCOW is damaged")
        }
        try Self.check(header, candidate)
        self.header = header
        file = candidate.file
        parent = try Self.parent(of: header, candidate)
        data = try Self.dataFile(of: header, candidate)
        files = (data === file ? [file] : [file, data]) + (parent?.files ?? [])
        pages = FilePages([file])
        description = ImageDescription(format: "qcow", byteCount: header.deviceByteCount)
        unreadable = Self.flaws(of: header, candidate)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let cluster = offset >> Int64(header.clusterBits)
        let skip = offset & (header.clusterByteCount - 1)
        var range = ByteRange(
            offset: offset, byteCount: min(header.clusterByteCount - skip, header.deviceByteCount - offset))
        let root = cluster >> Int64(header.tableBits)
        let rootEntry =
            root < header.rootEntryCount
            ? try pages.number(UInt64.self, at: header.rootOffset + root * 8, order: .bigEndian) : nil
        guard let rootEntry else { throw damaged(range, "its first table has no entry \(root)") }
        let table = header.version == 1 ? Int64(exactly: rootEntry) : Int64(rootEntry & 0x00ff_ffff_ffff_fe00)
        guard let table else { throw damaged(range, "entry \(root) of its first table makes no sense") }
        if table == 0 {
            // Nothing of what the whole table would be about was ever written.
            let span: Int64 = 1 << Int64(header.tableBits + header.clusterBits)
            let left = min(span - (offset & (span - 1)), header.deviceByteCount - offset)
            return try parent.stretch(at: offset, byteCount: left)
        }
        let entry = try entry(cluster, ofTableAt: table, skip: skip, range: &range)
        switch entry {
        case .absent: return try parent.stretch(at: offset, byteCount: range.byteCount)
        case .zeros: return Stretch(byteCount: range.byteCount, source: .zeros)
        case .stored(let place):
            guard let start = place.adding(skip) else { throw damaged(range, "a cluster lies at byte \(place)") }
            return try .stored(in: data, at: start, for: range)
        case .compressed(let place, let byteCount):
            let block = PackedBlock(
                offset: offset - skip, byteCount: Int(header.clusterByteCount), file: file, fileOffset: place,
                packedByteCount: byteCount, packing: 0)
            return Stretch(byteCount: range.byteCount, source: .packed(block, skip: Int(skip)))
        }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        let range = ByteRange(
            offset: block.offset, byteCount: min(Int64(block.byteCount), header.deviceByteCount - block.offset))
        guard header.compression == 0 else {
            throw EvidenceError(
                .unsupportedCompression, path: file.path, byteOffset: range.offset, byteCount: range.byteCount,
                cause: "the cluster at byte \(block.fileOffset) is compressed by Zstandard, which is not unpacked")
        }
        let written = try reader.inflate(
            file, at: block.fileOffset, byteCount: block.packedByteCount, as: .deflate, into: &buffer)
        guard written == block.byteCount else {
            throw damaged(range, "the compressed cluster at byte \(block.fileOffset) cannot be unpacked")
        }
    }

    private func entry(
        _ cluster: Int64, ofTableAt table: Int64, skip: Int64, range: inout ByteRange
    ) throws(EvidenceError) -> QCOWEntry {
        let index = cluster & (1 << Int64(header.tableBits) - 1)
        let isExtended = header.features.contains(.extendedEntries)
        let place = table.adding(index * (isExtended ? 16 : 8)) ?? -1
        guard let number = try pages.number(UInt64.self, at: place, order: .bigEndian) else {
            throw EvidenceError(
                .truncatedImage, path: file.path, byteOffset: range.offset, byteCount: range.byteCount,
                cause: "the table at byte \(table), which says where these bytes are, lies behind its end")
        }
        if header.version == 1 { return QCOWEntry(version1: number, clusterBits: header.clusterBits) }
        let entry = QCOWEntry(number, clusterBits: header.clusterBits)
        guard isExtended else { return entry }
        guard let bitmap = try pages.number(UInt64.self, at: place + 8, order: .bigEndian) else {
            throw damaged(range, "the table at byte \(table) ends early")
        }
        let partByteCount = header.clusterByteCount / 32
        let (part, within) = skip.quotientAndRemainder(dividingBy: partByteCount)
        range.byteCount = min(range.byteCount, partByteCount - within)
        return entry.part(Int(part), of: bitmap)
    }

    private func damaged(_ range: ByteRange, _ cause: String) -> EvidenceError {
        EvidenceError(
            .containerDamaged, path: file.path, byteOffset: range.offset, byteCount: range.byteCount, cause: cause)
    }
}
