internal import Findings

/// VirtualBox's Virtual Disk Image, version 1: a table has the number of each block, or says that it is free or zero.
/// Source: `VDICore.h` of VirtualBox.
final class VDIContainer: Container {
    static func recognises(_ candidate: Candidate) -> Bool {
        candidate.has(VDIHeader.signature, at: VDIHeader.signatureOffset) && candidate.has("<<<")
    }

    let description: ImageDescription
    let files: [EvidenceFile]
    let unreadable: [Failure]
    let identity: [UInt8]?

    private let file: EvidenceFile
    private let header: VDIHeader
    private let pages: FilePages

    private static let free = UInt32.max
    private static let zero = UInt32.max - 1

    init(opening candidate: Candidate) throws(EvidenceError) {
        let version = VDIHeader.version(candidate.head)
        guard version.hasPrefix("1.") else {
            throw EvidenceError(
                .unsupportedImage, path: candidate.file.path,
                cause: "it is a VDI of version \(version), of which only version 1 is read. Convert it to raw")
        }
        guard let header = VDIHeader(candidate.head) else {
            throw candidate.damaged("the header of the VDI is damaged")
        }
        guard header.kind != VDIHeader.differencing else {
            let name = header.parentIdentity.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            throw EvidenceError(
                .parentImageMissing, path: candidate.file.path,
                cause: "it is a difference to the VDI with the number \(name), which it does not name")
        }
        (file, files, self.header, identity) = (candidate.file, [candidate.file], header, header.identity)
        pages = FilePages([candidate.file])
        unreadable = try Self.flaws(of: header, pages).map {
            candidate.damaged($0).failure(scope: .image, stage: .survey)
        }
        description = ImageDescription(format: "vdi", byteCount: header.deviceByteCount)
    }

    /// What is wrong with a table that has no checksum, by its header and by itself.
    private static func flaws(of header: VDIHeader, _ pages: FilePages) throws(EvidenceError) -> [String] {
        let needed = min(header.entryCount, (header.deviceByteCount - 1) / header.blockByteCount + 1)
        let audit = try BlockAudit(entryCount: needed) { (block: Int64) throws(EvidenceError) -> UInt32? in
            let entry = try pages.number(UInt32.self, at: header.tableOffset + block * 4, order: .littleEndian)
            return entry == free || entry == zero ? nil : entry
        }
        guard let audit else { return [] }
        let count =
            audit.usedCount == header.usedCount
            ? []
            : [
                "its table has \(audit.usedCount) blocks, its header counts \(header.usedCount): one of them is damaged"
            ]
        return count + audit.flaws(blockSize: 1, room: 0..<header.usedCount)
    }

    func stretch(at offset: Int64) throws(EvidenceError) -> Stretch {
        let (block, skip) = offset.quotientAndRemainder(dividingBy: header.blockByteCount)
        let left = min(header.blockByteCount - skip, header.deviceByteCount - offset)
        guard block < header.entryCount,
            let entry = try pages.number(UInt32.self, at: header.tableOffset + block * 4, order: .littleEndian)
        else {
            throw EvidenceError(
                .containerDamaged, path: file.path, byteOffset: offset, byteCount: left,
                cause: "its table has no entry for block \(block)")
        }
        guard entry != Self.free, entry != Self.zero else { return Stretch(byteCount: left, source: .zeros) }
        let stride = header.blockByteCount + header.blockExtraByteCount
        let start = stride.multiplied(by: Int64(entry))?.adding(header.dataOffset + header.blockExtraByteCount + skip)
        return try .stored(in: file, at: start ?? .max, for: ByteRange(offset: offset, byteCount: left))
    }
}
