/// What a signature alone does not tell.
extension Format {
    static let refs = Format(word: "refs", claimsFirstSector: true, look: lookForReFS)
    static let swap = Format(word: "swap", claimsFirstSector: false, look: lookForSwap)
    static let tar = Format(word: "tar", claimsFirstSector: true, look: lookForTar)
    static let yaffs2 = Format(word: "yaffs2", claimsFirstSector: true, look: lookForYAFFS2)

    private static func lookForReFS(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let boot = try window.structure(at: 0, byteCount: 512), boot.holds("ReFS", at: 3),
            boot.holds("FSRS", at: 16)
        else { return nil }
        return Recognition("refs", obstacle: .unsupported("ReFS"))
    }

    /// The last ten bytes of the first page say that it is swap space (Linux, swap.h); pages have 4 to 64 KiB.
    private static func lookForSwap(_ window: Window) throws(EvidenceError) -> Recognition? {
        for page in [Int64(4096), 8192, 16_384, 65_536] {
            guard let end = try window.structure(at: page - 10, byteCount: 10),
                end.holds("SWAPSPACE2", at: 0) || end.holds("SWAP-SPACE", at: 0)
            else { continue }
            let label = try? window.structure(at: 1024, byteCount: 512)?.text(28, 16)
            return Recognition("swap", label: label, obstacle: .unsupported("Linux swap space"))
        }
        return nil
    }

    /// A tar header's checksum: the sum of its bytes with blanks in place of the checksum, in octal (POSIX.1-1988).
    private static func lookForTar(_ window: Window) throws(EvidenceError) -> Recognition? {
        guard let header = try window.structure(at: 0, byteCount: 512), header.u8(0) != 0 else { return nil }
        let sum =
            header.bytes.reduce(0) { $0 + Int($1) }
            - header.field(148, 8).reduce(0) { $0 + Int($1) } + 8 * 0x20
        let stated = String(decoding: header.field(148, 8), as: UTF8.self).filter { ("0"..."7").contains($0) }
        guard Int(stated, radix: 8) == sum else { return nil }
        return Recognition("tar", obstacle: .archive("tar archive"))
    }

    /// YAFFS2 has no superblock. Its chunks follow one another, each with a spare area behind it, and a chunk that
    /// describes an object starts with the object's type, its parent and two bytes that are always FF (yaffs2,
    /// yaffs_guts.h): two of them in the first block of 64 chunks are taken for a file system.
    private static func lookForYAFFS2(_ window: Window) throws(EvidenceError) -> Recognition? {
        for (chunk, spare) in [(Int64(2048), Int64(64)), (4096, 128), (1024, 32), (512, 16)] {
            guard let first = try window.structure(at: 0, byteCount: 512), isYAFFS2Object(first) else { return nil }
            var objects = 0
            for number in Int64(0)..<64 {
                guard let header = try window.structure(at: number * (chunk + spare), byteCount: 512) else { break }
                if isYAFFS2Object(header) { objects += 1 }
            }
            if objects >= 2 { return Recognition("yaffs2") }
        }
        return nil
    }

    private static func isYAFFS2Object(_ header: Structure) -> Bool {
        (1...5).contains(header.le32(0)) && (1...0x3FFFF).contains(header.le32(4)) && header.le16(8) == 0xFFFF
            && header.u8(10) != 0xFF
    }
}
