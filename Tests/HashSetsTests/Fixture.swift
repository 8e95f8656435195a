import Foundation
import Testing

/// A hash set of the fixtures, with what a correct reader finds in it.
struct Fixture: Sendable, CustomTestStringConvertible {
    let folder: URL
    let file: String
    /// The format as the fixtures' manifest calls it.
    let format: String
    let outcome: String
    let entryCount: Int
    let uniqueCount: Int
    let malformedCount: Int

    var path: String { folder.appending(path: file).path }
    var testDescription: String { file }

    /// The repository's own, and a larger collection beside it where there is one.
    static let all = folders.flatMap(read)

    static let ofSupportedFormats = all.filter(\.isSupported)

    var isSupported: Bool {
        ["plain", "coreutils", "coreutils-tag", "md5deep", "hashdeep", "nsrl-rds2", "nsrl-rds15", "nsrl-rds3", "vics"]
            .contains(format) || (format.hasPrefix("vics-") && !format.contains("+"))
    }

    /// A file of the repository's fixtures.
    static func path(_ file: String) -> String { folders[0].appending(path: file).path }

    private static let folders: [URL] = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let own = package.appending(path: "Tests/Fixtures/hashsets")
        let larger = package.appending(path: "../shared/data/hashsets").standardized
        return FileManager.default.fileExists(atPath: larger.path) ? [own, larger] : [own]
    }()

    private static func read(_ folder: URL) -> [Fixture] {
        Table(at: folder.appending(path: "manifest.tsv")).rows.map { row in
            Fixture(
                folder: folder, file: row["file"] ?? "", format: row["format"] ?? "", outcome: row["outcome"] ?? "",
                entryCount: Int(row["entries"] ?? "") ?? -1, uniqueCount: Int(row["unique"] ?? "") ?? -1,
                malformedCount: (Int(row["malformed_records"] ?? "") ?? -1)
                    + (Int(row["malformed_fields"] ?? "") ?? -1))
        }
    }

    /// The entries: `line md5 sha1 sha256 category size name` and the record's number, each `-` where there is none.
    var expected: [[String: String]] { Table(at: folder.appending(path: "expected/\(file).tsv")).rows }

    /// The records and fields that have to be reported, or the reason why the file is refused.
    var malformed: [[String: String]] {
        Table(at: folder.appending(path: "malformed.tsv")).rows.filter { $0["file"] == file }
    }

    var conflicts: [[String: String]] {
        Table(at: folder.appending(path: "conflicts.tsv")).rows.filter { $0["file"] == file }
    }
}

/// Tab-separated values under a header.
struct Table {
    let rows: [[String: String]]

    init(at url: URL) {
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let cells = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let header = cells.first ?? []
        rows = cells.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }
}
