internal import Findings

/// The volume headers of HFS (Inside Macintosh: Files, chapter 2) and of HFS+ and HFSX (Apple, Technical Note TN1150),
/// at byte 1,024.
extension Format {
    static let hfs = Format(word: "hfs", claimsFirstSector: false, look: lookForHFS)

    private static func lookForHFS(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let header = try window.structure(at: 1024, byteCount: 512) else { return nil }
        if header.holds("BD", at: 0) { return try wrapper(window, header) }
        return try hfsPlus(window, header)
    }

    private static func hfsPlus(_ window: Window, _ header: Structure) throws(EvidenceError) -> Recognition? {
        let isHFSX = header.holds("HX", at: 0) && header.be16(2) == 5
        let blockSize = Int64(header.be32(40))
        guard isHFSX || header.holds("H+", at: 0) && header.be16(2) == 4,
            (512...(1 << 24)).contains(blockSize), blockSize & (blockSize - 1) == 0
        else { return nil }
        let size = ByteRange(firstSector: 0, sectorCount: UInt64(header.be32(44)), sectorSize: blockSize)
        let label = try? rootName(window, header, blockSize)
        return Recognition("hfs+", label: label, byteCount: size.byteCount)
    }

    /// The name of the root folder: the first record of the catalogue's first leaf.
    private static func rootName(
        _ window: Window, _ header: Structure, _ blockSize: Int64
    ) throws(EvidenceError) -> String? {
        let catalogue = ByteRange(
            firstSector: UInt64(header.be32(288)), sectorCount: UInt64(header.be32(292)), sectorSize: blockSize)
        guard let tree = try window.structure(at: catalogue.offset, byteCount: 512) else { return nil }
        let nodeSize = Int(tree.be16(32))
        let leaf = Int64(tree.be32(24)) * Int64(nodeSize)
        guard nodeSize >= 512, leaf < catalogue.byteCount,
            let node = try window.structure(at: catalogue.offset + leaf, byteCount: nodeSize)
        else { return nil }
        let key = Int(node.be16(nodeSize - 2))
        guard node.be32(key + 2) == 1 else { return nil }  // The root folder's parent.
        return node.utf16BE(key + 8, 2 * Int(node.be16(key + 6)))
    }

    /// HFS proper, or the wrapper that HFS+ once came in.
    private static func wrapper(_ window: Window, _ header: Structure) throws(EvidenceError) -> Recognition? {
        let blockSize = Int64(header.be32(20))
        guard blockSize >= 512, blockSize % 512 == 0 else { return nil }
        let label = header.text(37, Int(min(27, header.u8(36))))
        if header.holds("H+", at: 124) {
            let start = Int64(header.be16(28)) * 512 + Int64(header.be16(126)) * blockSize
            let inner = ByteRange(offset: start, byteCount: Int64(header.be16(128)) * blockSize)
            let place = ByteRange(offset: window.range.offset.addingClamped(start), byteCount: inner.byteCount)
            let embedded = Window(window.device, place)
            if let volume = try embedded.structure(at: 1024, byteCount: 512),
                var found = try hfsPlus(embedded, volume)
            {
                found.byteCount = inner.end
                return found
            }
        }
        return Recognition("hfs", label: label, obstacle: .unsupported("HFS (the Macintosh's file system before HFS+)"))
    }
}
