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
                // A device that claims to be enormous is read at its beginning and its end.
                for start in [0, max(0, image.byteCount - (8 << 20))] {
                    _ = try Reading(of: Part(of: image, from: start, limit: 16 << 20))
                }
            }
        } catch is EvidenceError {}
    }
}

/// Some of a device, as a device of its own.
private final class Part: Device {
    private let device: any Device
    private let start: Int64
    let byteCount: Int64
    var sectorSize: Int32 { device.sectorSize }

    init(of device: any Device, from start: Int64, limit: Int64) {
        (self.device, self.start) = (device, start)
        byteCount = min(device.byteCount - start, limit)
    }

    func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) throws(EvidenceError) -> Int {
        guard offset < byteCount else { return 0 }
        let count = Int(min(Int64(buffer.count), byteCount - offset))
        var part = buffer._mutatingExtracting(0..<count)
        return try device.read(at: start + offset, into: &part)
    }
}
