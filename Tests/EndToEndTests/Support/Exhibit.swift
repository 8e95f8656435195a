import Foundation

/// An exhibit whose content other tools have described: an entry of a `manifest.json`.
struct Exhibit: Sendable, CustomStringConvertible {
    let id: String
    /// Its files in the order of its segments; packed ones end in `.zst`.
    let files: [URL]
    let format: String
    let expected: Expectation?
    /// What lies in it, file by file, as other tools say.
    let truth: URL
    /// Its volumes and container, as other tools say.
    let about: URL

    struct Expectation: Decodable {
        /// `examined`, `partly` or `failure`.
        let result: String
        /// The reason that a failure must have, as the truth names it.
        let failure: String?
    }

    var description: String { id }

    /// Archives are not opened yet: whatever is expected of one, its failure is that it is none of a disk.
    var isArchive: Bool { ["zip", "tar"].contains(format) }

    /// The reason of the failure that must be named, if there is one.
    var expectedFailure: String? { isArchive ? "archive-not-examined" : expected?.failure }

    /// The size of the seized device in bytes, as other tools say; nil where they cannot open it.
    var deviceByteCount: Int64? {
        struct About: Decodable { let imageSize: Int64? }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(About.self, from: Data(contentsOf: about)).imageSize
    }
}

/// All exhibits that are at hand: the fixtures, and a large collection where it lies beside the repository.
enum Exhibits {
    private static let repository = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent()
    }
    static let fixtures = repository.appending(path: "Tests/Fixtures")
    private static let collection = repository.appending(path: "../shared/data/evidence").standardized

    static let all: [Exhibit] = {
        let collected = listed(in: collection)
        let known = Set(collected.map(\.id))
        return collected + listed(in: fixtures).filter { !known.contains($0.id) }
    }()

    private static func listed(in folder: URL) -> [Exhibit] {
        struct Manifest: Decodable {
            let images: [Entry]
            struct Entry: Decodable {
                let id: String
                let files: [String]
                let format: String
                let expected: Exhibit.Expectation?
            }
        }
        let content = try? Data(contentsOf: folder.appending(path: "manifest.json"))
        let manifest = try? content.map { try JSONDecoder().decode(Manifest.self, from: $0) }
        return (manifest?.images ?? []).map { entry in
            Exhibit(
                id: entry.id, files: entry.files.map { folder.appending(path: $0) }, format: entry.format,
                expected: entry.expected, truth: folder.appending(path: "truth/\(entry.id).tsv"),
                about: folder.appending(path: "truth/\(entry.id).json"))
        }
    }

    /// All but those that are refused before they are registered.
    static let examinable = all.filter { $0.expected?.failure != "empty-image" }

    static func named(_ id: String) throws -> Exhibit {
        guard let exhibit = all.first(where: { $0.id == id }) else { throw MissingExhibit(id: id) }
        return exhibit
    }

    struct MissingExhibit: Error { let id: String }
}
