import Evidence
import Foundation
import TestSupport

/// An image of the repository, to be damaged on the way to the test.
struct FixtureImage {
    let content: [UInt8]
    let name: String

    static let aff = FixtureImage("own/small.aff")
    static let dmg = FixtureImage("dfvfs/hfsplus_zlib.dmg")

    init?(_ path: String) {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/images/\(path)")
        guard let data = try? Data(contentsOf: fixtures) else { return nil }
        (content, name) = (Array(data), fixtures.lastPathComponent)
    }

    func changed(_ change: (inout [UInt8]) -> Void, reading: (Image) throws -> Void) throws {
        var bytes = content
        change(&bytes)
        let folder = FileManager.default.temporaryDirectory.appending(path: "image-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: name)
        try Data(bytes).write(to: path)
        try reading(Image(opening: path.path))
    }

    /// Changes some bytes of the parts that say where everything is. Whatever comes of it: an error, or an image of which
    /// each byte is read or named as lost.
    func surviveMutation(seed: UInt64, in parts: [Range<Int>]) throws {
        var random = SplitMix64(seed: seed)
        do {
            try changed { bytes in
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    guard let part = parts.randomElement(using: &random) else { continue }
                    bytes[Int.random(in: part, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
                }
            } reading: { image in
                for part in DevicePart.ends(of: image) { _ = try Reading(of: part) }
            }
        } catch is EvidenceError {}
    }
}
