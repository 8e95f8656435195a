import Foundation

/// Where Caseload and the truth are known to differ, each with its reason. It is Caseload that is right in all of them.
struct Deviation: Sendable {
    let exhibits: Set<String>
    /// An item's path, or its folder's.
    let paths: [String]
    let reason: String

    static let all = [
        Deviation(
            exhibits: [
                "own-disk1.raw", "own-disk1.split", "own-disk1.E01", "own-disk1-segments.E01",
                "own-bad-gpt-primary.raw",
            ], paths: ["/$OrphanFiles/OrphanFile-723"],
            reason: "an allocated inode without a name: the maker of the disk put it there, fls lists it nowhere"),
        Deviation(
            exhibits: ["own-bad-chunk.E01"], paths: ["/$OrphanFiles/OrphanFile-22"],
            reason: "folder/sub/notes.txt: its folder lies in the damaged chunk, its inode and its content do not"),
        Deviation(
            exhibits: ["own-bad-truncated.raw"], paths: ["/links"],
            reason: "targets kept in inodes that are there; icat, on which the truth relies, reads them elsewhere"),
        Deviation(
            exhibits: ["own-bad-fat-loop.raw"],
            paths: ["/folder/file3.bin", "/folder/file5.bin", "/folder/sub/file3.bin", "/folder/sub/file5.bin"],
            reason: "The Sleuth Kit takes what is left of a broken chain for the whole file; here it is a failure"),
        Deviation(
            exhibits: ["dfir_ntfs-fat_lfn_test.raw"], paths: ["/SHORT.TXT"],
            reason: "a short name that does not belong to the long one before it, listed as a second path"),
        Deviation(
            exhibits: ["dfvfs-apfs.raw"], paths: ["/"],
            reason: "an extended attribute of the root folder, of which the truth's tools say nothing"),
    ]

    static func isKnown(_ finding: Truth.Finding, in exhibit: Exhibit) -> Bool {
        let path = String(decoding: finding.name.path, as: UTF8.self)
        return all.contains { deviation in
            deviation.exhibits.contains(exhibit.id)
                && deviation.paths.contains { path == $0 || path.hasPrefix($0 + "/") }
        }
    }
}
