/// Where a walk may differ from the truth beside an exhibit, and why.
struct Exemption {
    let why: String
    private let covered: @Sendable (WalkTruth.Key) -> Bool

    func covers(_ key: WalkTruth.Key) -> Bool { covered(key) }

    /// - Parameter id: an exhibit's identifier.
    static func of(_ id: String) -> Exemption {
        let matching = all.filter { $0.ids.contains(id) }.map(\.exemption)
        return Exemption(why: matching.map(\.why).joined(separator: " ")) { key in
            matching.contains { $0.covers(key) }
        }
    }

    private static let disks = [
        "own-disk1.raw", "own-disk1.split", "own-disk1.E01", "own-disk1-segments.E01", "own-bad-gpt-primary.raw",
        "own-bad-truncated.raw",
    ]

    private static let all: [(ids: [String], exemption: Exemption)] = [
        (
            ["own-bad-fat-loop.raw"],
            Exemption(why: "The truth's rows are The Sleuth Kit's: a looping chain as 0 bytes, a short one as short") {
                ["/folder/file3.bin", "/folder/file5.bin", "/folder/sub/file3.bin", "/folder/sub/file5.bin"]
                    .map { Array($0.utf8) }.contains($0.path)
            }
        ),
        (
            ["own-bad-truncated.raw"],
            Exemption(why: "The targets of fast links are in inodes that are there; the mount that failed is not") {
                $0.path.starts(with: "/links/".utf8) && $0.byteCount < 60
            }
        ),
        (
            disks,
            Exemption(why: "The inode in use without a name, which no tool lists") {
                $0.path == Array("/$OrphanFiles/OrphanFile-723".utf8)
            }
        ),
        (
            ["own-bad-chunk.E01"],
            Exemption(why: "Its folder is in the damaged chunk, but its inode and its content are not") {
                $0.path == Array("/$OrphanFiles/OrphanFile-22".utf8)
            }
        ),
        (
            ["dfir_ntfs-fat_lfn_test.raw"],
            Exemption(why: "The long name does not bear the short one's checksum: both are names of the file") {
                $0.path == Array("/SHORT.TXT".utf8)
            }
        ),
        (
            ["dfir_ntfs-exfat_win.raw", "dfir_ntfs-win_exfat_7.raw", "dfir_ntfs-exfat_encrypted.raw"],
            Exemption(why: "Parts of sets of entries, which The Sleuth Kit takes for deleted files of their own") {
                !$0.isAllocated && $0.path.starts(with: "/$OrphanFiles/".utf8) && $0.byteCount == 0
            }
        ),
        (
            ["own-fs-iso-joliet-rock.iso"],
            Exemption(why: "Records of Joliet for empty files, which The Sleuth Kit takes for deleted files") {
                !$0.isAllocated && $0.byteCount == 0
            }
        ),
        (
            ["dfvfs-apfs.raw"],
            Exemption(why: "An extended attribute of the root folder, of which the truth says nothing") {
                $0.path == Array("/".utf8)
            }
        ),
        (
            ["bulk_extractor-1mb_fat32.dmg"],
            Exemption(why: "The first of eight clusters of a deleted file: the others are in use again") {
                !$0.isAllocated && String(decoding: $0.path, as: UTF8.self).hasSuffix("/._ntfs-lastaccess.raw.gz")
            }
        ),
    ]
}
