internal import Findings

/// Microsoft's Virtual Hard Disk, version 2: dynamic, fixed and differencing. Source: MS-VHDX, “Virtual Hard Disk v2 (VHDX)
/// File Format”.
///
/// Changes that the file's log holds are seen as if they had been made; the file is not written to.
final class VHDXContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool { candidate.has("vhdxfile") }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]
    let identity: [UInt8]?

    private let file: VHDXFile
    private let metadata: VHDXMetadata
    private let table: VHDXRegions.Region
    private let parent: ParentImage?
    private let pages: FilePages

    /// What the table says about a block of the device.
    private enum State {
        static let absent: UInt64 = 0
        /// Undefined, zero, unmapped.
        static let zeros: ClosedRange<UInt64> = 1...3
        static let present: UInt64 = 6
        static let partial: UInt64 = 7
    }

    init(opening candidate: Candidate) throws(EvidenceError) {
        guard let header = try VHDXHeader(in: candidate.file) else {
            throw candidate.damaged("both headers of the VHDX fail their checksums")
        }
        guard header.version == 1, header.logVersion == 0 else {
            throw EvidenceError(
                .unsupportedImage, path: candidate.file.path,
                cause: "it is a VHDX of version \(header.version), of which only version 1 is read. Convert it to raw")
        }
        file = VHDXFile(candidate.file, try VHDXLog(of: header, in: candidate.file))
        guard let regions = try VHDXRegions(in: file) else {
            throw candidate.damaged("no region table is sound, or it needs what is not known")
        }
        guard let metadata = try VHDXMetadata(in: file, at: regions.metadata) else {
            throw candidate.damaged("its metadata is damaged, or needs what is not known")
        }
        (self.metadata, table, identity) = (metadata, regions.table, Array(header.dataIdentity.utf8))
        parent = metadata.isDifference ? try Self.parent(of: metadata, candidate) : nil
        files = [candidate.file] + (parent?.files ?? [])
        pages = FilePages([file])
        description = ImageDescription(
            format: "vhdx", byteCount: metadata.deviceByteCount, sectorSize: Int32(metadata.sectorSize))
        var damage: [String] = []
        if !header.areBothSound { damage.append("one of its two headers fails its checksum; the other was used") }
        if !regions.areBothSound {
            damage.append("one of its two region tables fails its checksum; the other was used")
        }
        damage += try Self.flaws(of: metadata, table: table, pages)
        unreadable = damage.map { candidate.damaged($0).failure(scope: .image, stage: .survey) }
    }

    private static func parent(of metadata: VHDXMetadata, _ candidate: Candidate) throws(EvidenceError) -> ParentImage {
        let identities = metadata.parentIdentities.map { Array($0.utf8) }
        guard !identities.isEmpty else { throw candidate.damaged("it does not say what it is a difference to") }
        return try candidate.openParent(named: metadata.parentPaths, identities: identities)
    }

    /// What is wrong with a table that has no checksum: blocks that overlap.
    private static func flaws(
        of metadata: VHDXMetadata, table: VHDXRegions.Region, _ pages: FilePages
    ) throws(EvidenceError) -> [String] {
        let blockCount = (metadata.deviceByteCount - 1) / metadata.blockByteCount + 1
        let ratio = (metadata.sectorSize << 23) / metadata.blockByteCount
        let audit = try BlockAudit(entryCount: blockCount) { (block: Int64) throws(EvidenceError) -> UInt32? in
            guard let place = table.offset.adding((block + block / ratio) * 8),
                let entry = try pages.number(UInt64.self, at: place, order: .littleEndian), entry & 7 >= State.present
            else { return nil }
            return UInt32(exactly: entry >> 20)
        }
        return audit?.flaws(blockSize: UInt32(metadata.blockByteCount >> 20), room: 1..<Int64.max) ?? []
    }

    /// How many blocks share a sector bitmap, whose entry stands behind theirs.
    private var chunkRatio: Int64 { (metadata.sectorSize << 23) / metadata.blockByteCount }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let (block, skip) = offset.quotientAndRemainder(dividingBy: metadata.blockByteCount)
        let left = min(metadata.blockByteCount - skip, metadata.deviceByteCount - offset)
        let range = ByteRange(offset: offset, byteCount: left)
        let entry = try entry(block + block / chunkRatio, for: range)
        switch entry & 7 {
        case State.absent: return try parent.stretch(at: offset, byteCount: left)
        case State.zeros: return Stretch(byteCount: left, source: .zeros)
        case State.present: return try stored(at: entry, skip: skip, for: range)
        case State.partial where metadata.isDifference:
            let (isOwn, own) = try ownership(of: range, block: block)
            return isOwn
                ? try stored(at: entry, skip: skip, for: own) : try parent.stretch(at: offset, byteCount: own.byteCount)
        default: throw damaged(range, "block \(block) is in a state (\(entry & 7)) that does not exist")
        }
    }

    func unpack(_ block: PackedBlock, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) {
        guard let sector = try file.sector(ofPatch: Int(block.packing)), sector.count == buffer.count else {
            let range = ByteRange(offset: block.offset, byteCount: Int64(block.byteCount))
            throw damaged(range, "its log, at byte \(block.fileOffset), cannot be read any more")
        }
        buffer.copy(sector.span)
    }

    private func entry(_ index: Int64, for range: ByteRange) throws(EvidenceError) -> UInt64 {
        let place = index * 8 <= table.byteCount - 8 ? table.offset.adding(index * 8) : nil
        guard let place, let entry = try pages.number(UInt64.self, at: place, order: .littleEndian) else {
            throw damaged(range, "its table has no entry \(index)")
        }
        return entry
    }

    /// Bytes of a block that lies in the file, or in the log as it is waiting to be replayed.
    private func stored(at entry: UInt64, skip: Int64, for range: ByteRange) throws(EvidenceError) -> Stretch {
        let start = Int64(entry >> 20) << 20
        guard start >= 1 << 20, let place = start.adding(skip) else {
            throw damaged(range, "its table places a block at byte \(start)")
        }
        switch file.place(of: place) {
        case .file(let byteCount):
            let part = ByteRange(offset: range.offset, byteCount: min(range.byteCount, byteCount))
            return try .stored(in: file.file, at: place, for: part)
        case .zeros(let byteCount):
            return Stretch(byteCount: min(range.byteCount, byteCount), source: .zeros)
        case .patch(let index, let patchOffset):
            let within = place - patchOffset
            let block = PackedBlock(
                offset: range.offset - within, byteCount: 4096, file: file.file, fileOffset: patchOffset,
                packedByteCount: 4096, packing: UInt32(index))
            return Stretch(byteCount: min(range.byteCount, 4096 - within), source: .packed(block, skip: Int(within)))
        }
    }

    /// Whether the first sectors of a range are this disk's own or its parent's, and how many of them.
    private func ownership(of range: ByteRange, block: Int64) throws(EvidenceError) -> (isOwn: Bool, ByteRange) {
        let chunk = block / chunkRatio
        let entry = try entry((chunk + 1) * chunkRatio + chunk, for: range)
        let sectorInChunk = range.offset % (metadata.sectorSize << 23)
        let (sector, within) = sectorInChunk.quotientAndRemainder(dividingBy: metadata.sectorSize)
        let limit = (within + range.byteCount + metadata.sectorSize - 1) / metadata.sectorSize
        guard entry & 7 == State.present,
            let run = try pages.run(
                from: sector, ofBitmapAt: Int64(entry >> 20) << 20, limit: limit, order: .leastSignificantFirst)
        else { throw damaged(range, "the sector bitmap of block \(block) is missing") }
        let byteCount = min(range.byteCount, run.count * metadata.sectorSize - within)
        return (run.isSet, ByteRange(offset: range.offset, byteCount: byteCount))
    }

    private func damaged(_ range: ByteRange, _ cause: String) -> EvidenceError {
        EvidenceError(
            .containerDamaged, path: file.file.path, byteOffset: range.offset, byteCount: range.byteCount, cause: cause)
    }
}
