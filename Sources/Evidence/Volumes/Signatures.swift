/// A format that a few bytes at a fixed place tell apart from every other, and that is not examined.
struct Signature: Sendable {
    let word: String
    let bytes: [UInt8]
    let position: Int64
    let obstacle: Obstacle
    /// Where its label lies: the place in bytes from the volume's start, and its length.
    let label: (position: Int64, byteCount: Int)?

    init(
        _ word: String, _ bytes: [UInt8], at position: Int64, _ obstacle: Obstacle,
        label: (position: Int64, byteCount: Int)? = nil
    ) {
        (self.word, self.bytes, self.position) = (word, bytes, position)
        (self.obstacle, self.label) = (obstacle, label)
    }

    init(
        _ word: String, _ text: String, at position: Int64, _ obstacle: Obstacle,
        label: (position: Int64, byteCount: Int)? = nil
    ) {
        self.init(word, Array(text.utf8), at: position, obstacle, label: label)
    }

    var format: Format {
        Format(word: word, claimsFirstSector: position < 512) { window throws(EvidenceError) in
            guard let found = try window.structure(at: position, byteCount: bytes.count), found.bytes == bytes else {
                return nil
            }
            let label = label.flatMap { place in
                try? window.structure(at: place.position, byteCount: place.byteCount)?.text(0, place.byteCount)
            }
            return Recognition(word, label: label, obstacle: obstacle)
        }
    }

    /// Those whose mark lies in the first sector.
    static let firstSector: [Signature] = [
        Signature("xfs", "XFSB", at: 0, .unsupported("XFS"), label: (108, 12)),
        Signature("squashfs", "hsqs", at: 0, .unsupported("SquashFS")),
        Signature("squashfs", "sqsh", at: 0, .unsupported("SquashFS, big-endian")),
        Signature("cramfs", [0x45, 0x3D, 0xCD, 0x28], at: 0, .unsupported("cramfs")),
        Signature("romfs", "-rom1fs-", at: 0, .unsupported("romfs"), label: (16, 16)),
        Signature("ubi", "UBI#", at: 0, .managed("UBI, the volume manager of raw flash memory")),
        Signature("ubifs", [0x31, 0x18, 0x10, 0x06], at: 0, .unsupported("UBIFS")),
        Signature("fatx", "FATX", at: 0, .unsupported("FATX of the Xbox")),
        Signature("fatx", "XTAF", at: 0, .unsupported("FATX of the Xbox 360")),
        Signature("vdo", "dmvdo001", at: 0, .managed("VDO")),
        Signature("zip", "PK\u{3}\u{4}", at: 0, .archive("ZIP archive")),
        Signature("zip", "PK\u{5}\u{6}", at: 0, .archive("empty ZIP archive")),
        Signature("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], at: 0, .archive("7-Zip archive")),
        Signature("rar", "Rar!\u{1A}\u{7}", at: 0, .archive("RAR archive")),
        Signature("gzip", [0x1F, 0x8B, 0x08], at: 0, .archive("gzip-compressed file")),
        Signature("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], at: 0, .archive("xz-compressed file")),
        Signature("bzip2", "BZh", at: 0, .archive("bzip2-compressed file")),
        Signature("zstd", [0x28, 0xB5, 0x2F, 0xFD], at: 0, .archive("zstd-compressed file")),
    ]

    /// Those whose mark lies behind the first sector, where a partition table could be as well.
    static let later: [Signature] = [
        Signature("btrfs", "_BHRfS_M", at: 65_600, .unsupported("btrfs"), label: (65_835, 256)),
        Signature("f2fs", [0x10, 0x20, 0xF5, 0xF2], at: 1_024, .unsupported("F2FS")),
        Signature("erofs", [0xE2, 0xE1, 0xF5, 0xE0], at: 1_024, .unsupported("EROFS"), label: (1_088, 16)),
        Signature(
            "nilfs2", [0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x34, 0x34], at: 1_024, .unsupported("NILFS2"),
            label: (1_192, 80)),
        Signature("reiserfs", "ReIsEr", at: 65_588, .unsupported("ReiserFS"), label: (65_636, 16)),
        Signature("reiser4", "ReIsEr4", at: 65_536, .unsupported("Reiser4")),
        Signature("jfs", "JFS1", at: 32_768, .unsupported("JFS"), label: (32_920, 16)),
        Signature("gfs2", [0x01, 0x16, 0x19, 0x70], at: 65_536, .unsupported("GFS2")),
        Signature("ocfs2", "OCFSV2", at: 8_192, .unsupported("OCFS2")),
        Signature("befs", "1SFB", at: 544, .unsupported("BeFS"), label: (512, 32)),
        Signature("vmfs", [0x0D, 0xD0, 0x01, 0xC0], at: 1_048_576, .unsupported("VMFS")),
        Signature("bcache", bcache, at: 4_120, .managed("bcache")),
    ]

    private static let bcache: [UInt8] = [
        0xC6, 0x85, 0x73, 0xF6, 0x4E, 0x1A, 0x45, 0xCA, 0x82, 0x65, 0xF5, 0x7F, 0x48, 0xBA, 0x6D, 0x81,
    ]
}
