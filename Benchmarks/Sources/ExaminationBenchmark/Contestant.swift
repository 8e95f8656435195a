internal import Foundation

/// A program, or several in a row, that turns an image into digests of its files.
struct Contestant {
    let name: String
    /// Its commands, given the disk and an empty folder to write into.
    let steps: @Sendable (Disk, URL) -> [Step]

    struct Step {
        let name: String
        let command: [String]
        /// Whether it is printed apart, because peers have nothing like it.
        var isApart = false
    }

    /// Caseload with everything it does: three digests, types, a match against the known digests, all of it landed in
    /// PostgreSQL. The private store is made from nothing and the known digests are imported from their list before that:
    /// both are printed apart.
    static func caseload(program: String, workers: Int) -> Contestant {
        Contestant(name: "caseload examine") { disk, folder in
            let data = "--data=\(folder.path)/data"
            return [
                Step(
                    name: "making of the private store", command: [program, "database", "create", data], isApart: true),
                Step(
                    name: "import of known digests",
                    command: [program, "hashset", "import", disk.known.path, "--category=known", data], isApart: true),
                Step(
                    name: "examine", command: [program, "examine", disk.image.path, data, "--workers=\(workers)"]),
            ]
        }
    }

    /// The Sleuth Kit writes out every file, allocated or not, and hashdeep reads them again for the three digests.
    static func recoverAndHash(deleted: Bool) -> Contestant {
        Contestant(name: "tsk_recover \(deleted ? "-e" : "-a") + hashdeep") { disk, folder in
            let files = "\(folder.path)/files"
            // Of a disk with several volumes it takes one at a time.
            let recover = disk.about.volumeSectors.map { sector in
                Step(
                    name: "tsk_recover -o \(sector)",
                    command: [
                        "tsk_recover", deleted ? "-e" : "-a", "-o", "\(sector)", disk.image.path, "\(files)/\(sector)",
                    ])
            }
            return recover + [Step(name: "hashdeep", command: ["hashdeep", "-r", "-c", "md5,sha1,sha256", files])]
        }
    }

    /// The Sleuth Kit lists everything in an SQLite database, with MD5 only.
    static let loadDatabase = Contestant(name: "tsk_loaddb -h (MD5 only)") { disk, folder in
        [Step(name: "tsk_loaddb", command: ["tsk_loaddb", "-h", "-d", "\(folder.path)/tsk.db", disk.image.path])]
    }
}
