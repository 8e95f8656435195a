import Foundation
import Testing

/// What tools that are not ours say of an exhibit's volumes: `mmls`, `fsstat` and `blkid`, in the JSON beside the
/// images.
struct SurveyTruth: Sendable, Decodable, CustomTestStringConvertible {
    let id: String
    let format: String
    /// Nil for what no tool opens.
    let imageSize: Int64?
    let volumes: [Volume]?
    let expected: Expected
    let media: Media?

    /// The whole device.
    struct Media: Sendable, Decodable {
        let sha256: String
    }

    struct Volume: Sendable, Decodable {
        let offset: Int64
        let length: Int64
        let fs: String
        let blkid: Blkid?
    }

    struct Blkid: Sendable, Decodable {
        let label: String?
        enum CodingKeys: String, CodingKey { case label = "LABEL" }
    }

    struct Expected: Sendable, Decodable {
        let result: String
        let failure: String?
        /// What nobody can read of the device: offsets and sizes in bytes.
        let unreadable: [[Int64]]?
    }

    enum CodingKeys: String, CodingKey {
        case id, format, volumes, expected, media
        case imageSize = "image_size"
    }

    var testDescription: String { id }
}

extension SurveyTruth {
    private static let package = (0..<4).reduce(URL(filePath: #filePath).resolvingSymlinksInPath()) { url, _ in
        url.deletingLastPathComponent()
    }

    /// The large collection, where it lies beside the package, and the fixtures; what is in both is taken from the first.
    private static let folders = [
        package.appending(path: "../shared/data/evidence").standardizedFileURL,
        package.appending(path: "Tests/Fixtures"),
    ]

    private struct Manifest: Decodable {
        let images: [Entry]
        struct Entry: Decodable {
            let id: String
            let files: [String]
        }
    }

    /// Where an exhibit lies.
    private struct Place {
        let folder: URL
        let files: [String]
    }

    private static let places: [String: Place] = folders.reduce(into: [:]) { places, folder in
        guard let data = try? Data(contentsOf: folder.appending(path: "manifest.json")),
            let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
        else { return }
        for entry in manifest.images where places[entry.id] == nil {
            places[entry.id] = Place(folder: folder, files: entry.files)
        }
    }

    /// Whether an exhibit is there: the project holds those whose licence allows it, and others may lie beside it.
    static func isAtHand(_ id: String) -> Bool { all.contains { $0.id == id } }

    /// Every exhibit with media that some tool opens, by its identifier.
    static let all: [SurveyTruth] = places.sorted { $0.key < $1.key }.compactMap { id, place in
        guard let data = try? Data(contentsOf: place.folder.appending(path: "truth/\(id).json")) else { return nil }
        return try? JSONDecoder().decode(SurveyTruth.self, from: data)
    }

    /// What the other tools said: `json` about the exhibit, `tsv` about what is on it.
    func told(in form: String) throws -> Data {
        guard let place = Self.places[id] else { throw CocoaError(.fileNoSuchFile) }
        return try Data(contentsOf: place.folder.appending(path: "truth/\(id).\(form)"))
    }

    /// What lies beside an exhibit without being a part of it: the parent of a difference.
    private static let companions = ["dfvfs-image-differential.vhd": "dfvfs-image.vhd"]

    /// Unpacks the exhibit into a folder of its own, for as long as `body` runs.
    /// - Parameter body: is given the path of the exhibit's first file.
    func unpacked(_ body: (String) throws -> Void) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "survey-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        var first: String?
        for packed in Self.files(of: id) + (Self.companions[id].map(Self.files) ?? []) {
            let target = place.appending(path: packed.lastPathComponent)
            if packed.pathExtension == "zst" {
                try unpack(packed, to: target.deletingPathExtension())
                first = first ?? target.deletingPathExtension().path
            } else {
                try FileManager.default.copyItem(at: packed, to: target)
                first = first ?? target.path
            }
        }
        guard let first else { throw CocoaError(.fileNoSuchFile) }
        try body(first)
    }

    private static func files(of id: String) -> [URL] {
        places[id].map { place in place.files.map { place.folder.appending(path: $0) } } ?? []
    }

    private func unpack(_ packed: URL, to target: URL) throws {
        let zstd = Process()
        zstd.executableURL = URL(filePath: "/usr/bin/env")
        zstd.arguments = ["zstd", "-d", "-q", "--sparse", "-o", target.path, packed.path]
        try zstd.run()
        zstd.waitUntilExit()
        guard zstd.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
    }

    /// The exhibit's media, drawn so that a test can change it.
    func sketch() throws -> SketchedDisk {
        var disk: SketchedDisk?
        try unpacked { path in
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            disk = SketchedDisk(byteCount: Int64(bytes.count))
            disk?.write(bytes, at: 0)
        }
        guard let disk else { throw CocoaError(.fileNoSuchFile) }
        return disk
    }
}
