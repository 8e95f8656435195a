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
    /// The evidence lies beside the package, where it is present at all.
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/evidence").standardizedFileURL

    private struct Manifest: Decodable {
        let images: [Entry]
        struct Entry: Decodable {
            let id: String
            let files: [String]
        }
    }

    private static let files: [String: [String]] = {
        guard let data = try? Data(contentsOf: folder.appending(path: "manifest.json")),
            let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
        else { return [:] }
        return Dictionary(uniqueKeysWithValues: manifest.images.map { ($0.id, $0.files) })
    }()

    /// Every exhibit with media that some tool opens, by its identifier.
    static let all: [SurveyTruth] = files.keys.sorted().compactMap { id in
        guard let data = try? Data(contentsOf: folder.appending(path: "truth/\(id).json")) else { return nil }
        return try? JSONDecoder().decode(SurveyTruth.self, from: data)
    }

    /// What lies beside an exhibit without being a part of it: the parent of a difference.
    private static let companions = ["dfvfs-image-differential.vhd": ["images/dfvfs/image.vhd"]]

    /// Unpacks the exhibit into a folder of its own, for as long as `body` runs.
    /// - Parameter body: is given the path of the exhibit's first file.
    func unpacked(_ body: (String) throws -> Void) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "survey-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        var first: String?
        for file in (Self.files[id] ?? []) + Self.companions[id, default: []] {
            let packed = Self.folder.appending(path: file)
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
