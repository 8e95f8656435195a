internal import Findings

/// Connectix's and Microsoft's Virtual Hard Disk: fixed, dynamic and differencing. Source: “Virtual Hard Disk Image Format
/// Specification”, version 1.0.
///
///     fixed     ├─ the device ─────────────────────────┼ footer ┤
///     others    ├ footer ┼ header ┼ table ┼ bitmap, block ┼ … ┼ footer ┤
///
/// Of a dynamic disk's blocks the sector bitmaps are not looked at: Windows does not either, so that what a block holds is
/// what its user saw.
final class VHDContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool {
        if candidate.has(VHDFooter.signature) { return true }
        guard let footer = candidate.vhdFooterAtEnd else { return false }
        // A partition that was cut out of a fixed disk can end with the disk's footer; it is raw.
        return footer.kind == .fixed || candidate.hasVHDHeader(of: footer)
    }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]
    let identity: [UInt8]?

    private let file: EvidenceFile
    /// Nil for a fixed disk.
    private let header: VHDHeader?
    private let parent: ParentImage?
    private let isDifference: Bool
    private let pages: FilePages

    init(opening candidate: Candidate) throws(EvidenceError) {
        var damage: [String] = []
        let footer = try Self.footer(of: candidate, damage: &damage)
        file = candidate.file
        header = footer.kind == .fixed ? nil : try Self.header(of: candidate, footer: footer, damage: &damage)
        isDifference = footer.kind == .differencing
        if isDifference, let header {
            parent = try candidate.openParent(named: header.parentPaths, identities: [header.parentIdentity])
        } else {
            parent = nil
        }
        identity = footer.identity
        files = [candidate.file] + (parent?.files ?? [])
        pages = FilePages([candidate.file])
        description = ImageDescription(format: "vhd", byteCount: footer.deviceByteCount)
        if let header {
            damage += try Self.flaws(of: header, deviceByteCount: footer.deviceByteCount, pages, candidate)
        }
        unreadable = damage.map { candidate.damaged($0).failure(scope: .image, stage: .survey) }
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        guard let header else {
            let range = ByteRange(offset: offset, byteCount: byteCount - offset)
            return try .stored(in: file, at: offset, for: range)
        }
        let (block, skip) = offset.quotientAndRemainder(dividingBy: header.blockByteCount)
        let range = ByteRange(offset: offset, byteCount: min(header.blockByteCount - skip, byteCount - offset))
        guard block < header.entryCount,
            let place = header.tableOffset.adding(block * 4),
            let sector = try pages.number(UInt32.self, at: place, order: .bigEndian)
        else {
            throw EvidenceError(
                .containerDamaged, path: file.path, byteOffset: offset, byteCount: range.byteCount,
                cause: "its table has no entry for block \(block)")
        }
        guard sector != .max else { return try parent.stretch(at: offset, byteCount: range.byteCount) }
        let start = Int64(sector) * 512
        let data = start + header.bitmapByteCount + skip
        guard isDifference else { return try .stored(in: file, at: data, for: range) }
        let (isOwn, own) = try ownership(of: range, bitmap: start, skip: skip)
        return isOwn
            ? try .stored(in: file, at: data, for: own) : try parent.stretch(at: offset, byteCount: own.byteCount)
    }

    /// What is wrong with a table that has no checksum: blocks that overlap, or are in the file and not in the table.
    private static func flaws(
        of header: VHDHeader, deviceByteCount: Int64, _ pages: FilePages, _ candidate: Candidate
    ) throws(EvidenceError) -> [String] {
        let needed = min(header.entryCount, (deviceByteCount - 1) / header.blockByteCount + 1)
        let audit = try BlockAudit(entryCount: needed) { (block: Int64) throws(EvidenceError) -> UInt32? in
            guard let place = header.tableOffset.adding(block * 4) else { return nil }
            let sector = try pages.number(UInt32.self, at: place, order: .bigEndian)
            return sector == .max ? nil : sector
        }
        guard let audit, let tableEnd = header.tableOffset.adding(header.entryCount * 4 + 511) else { return [] }
        // Some programs left the footer's last byte away.
        let end = (candidate.file.byteCount - Int64(VHDFooter.byteCount) + 1) / 512
        let room = tableEnd / 512..<max(tableEnd / 512, end)
        let blockSize = (header.bitmapByteCount + header.blockByteCount) / 512
        let spareCount = Int64(room.count) / blockSize - audit.usedCount
        let flaws = audit.flaws(blockSize: UInt32(clamping: blockSize), room: room)
        guard spareCount > 0 else { return flaws }
        return flaws + [
            "the file has room for \(spareCount) blocks that its table does not have: they were lost, or given up"
        ]
    }

    private var byteCount: Int64 { description.byteCount }

    /// Whether the first sectors of a range are this disk's own or its parent's, and how many of them.
    private func ownership(
        of range: ByteRange, bitmap: Int64, skip: Int64
    ) throws(EvidenceError) -> (isOwn: Bool, ByteRange) {
        let (sector, within) = skip.quotientAndRemainder(dividingBy: 512)
        let limit = (within + range.byteCount + 511) / 512
        let run = try pages.run(from: sector, ofBitmapAt: bitmap, limit: limit, order: .mostSignificantFirst)
        guard let run else {
            throw EvidenceError(
                .truncatedImage, path: file.path, byteOffset: range.offset, byteCount: range.byteCount,
                cause: "the sector bitmap at byte \(bitmap) lies behind its end")
        }
        return (run.isSet, ByteRange(offset: range.offset, byteCount: min(range.byteCount, run.count * 512 - within)))
    }

    /// The footer, or the copy of it at the beginning.
    private static func footer(
        of candidate: Candidate, damage: inout [String]
    ) throws(EvidenceError) -> VHDFooter {
        let copy = VHDFooter(candidate.head.prefix(VHDFooter.byteCount))
        guard let footer = candidate.vhdFooterAtEnd else {
            guard let copy, copy.isSound, copy.kind != .fixed else { throw candidate.damaged("it has no sound footer") }
            damage.append("its footer is missing: the file may be cut short. The copy of it at the beginning is used")
            return copy
        }
        if footer.isSound { return footer }
        if let copy, copy.isSound {
            damage.append("its footer fails its checksum; the copy of it at the beginning is used")
            return copy
        }
        // Programs that change a footer and forget its checksum are not rare.
        guard footer.kind == .fixed || footer == copy else { throw candidate.damaged("its footer fails its checksum") }
        damage.append("its footer fails its checksum; it was used, because what it says fits the file")
        return footer
    }

    private static func header(
        of candidate: Candidate, footer: VHDFooter, damage: inout [String]
    ) throws(EvidenceError) -> VHDHeader {
        guard let offset = footer.headerOffset, let header = try VHDHeader(in: candidate.file, at: offset) else {
            throw candidate.damaged("the header of its table is missing or damaged")
        }
        if !header.isSound {
            let needed = (footer.deviceByteCount - 1) / header.blockByteCount + 1
            guard header.entryCount >= needed, header.tableOffset < candidate.file.byteCount else {
                throw candidate.damaged("the header of its table fails its checksum")
            }
            damage.append("the header of its table fails its checksum; it was used, because what it says fits the file")
        }
        return header
    }
}

extension Candidate {
    /// The footer of a VHD, that of a fixed disk only where it says that the disk is all that lies before it. Some
    /// programs left the footer's last byte away.
    fileprivate var vhdFooterAtEnd: VHDFooter? {
        for missing in 0...1 {
            let byteCount = VHDFooter.byteCount - missing
            guard let footer = VHDFooter(tail.suffix(byteCount) + Array(repeating: 0, count: missing)) else { continue }
            let isWhole = footer.deviceByteCount == file.byteCount - Int64(byteCount)
            return footer.kind != .fixed || isWhole ? footer : nil
        }
        return nil
    }

    /// Whether the header of a dynamic disk is where the footer says.
    fileprivate func hasVHDHeader(of footer: VHDFooter) -> Bool {
        guard let offset = footer.headerOffset, offset < Int64(head.count) else { return false }
        return has("cxsparse", at: Int(offset))
    }
}
