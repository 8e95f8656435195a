import Evidence
import Findings
import Foundation
import TestSupport
import Testing

/// One of the formats that the fixtures' small disk (`make_tiny.sh`) is kept in, and the parts of it that are changed.
struct Disguise: Sendable, CustomTestStringConvertible {
    let name: String
    /// Ranges of the file; those below zero count from its end. All of it where there are none.
    let parts: [Range<Int>]

    init(_ name: String, _ parts: Range<Int>...) { (self.name, self.parts) = (name, parts) }

    var testDescription: String { "\(name) \(parts)" }

    /// Every structure and every chunk has a checksum, or an order that it cannot leave.
    static let guarded = [
        "tiny-encase2.E01", "tiny-encase5.E01", "tiny-encase6.E01", "tiny-linen6.E01", "tiny-smart.s01",
        "tiny-ewfx.e01",
    ].map { Disguise($0) }

    /// There are two of each, or a checksum, or the parts of the file show that one is missing.
    static let doubled = [
        Disguise("tiny.vhd", 0..<512, 512..<1536, 1536..<1548, -512..<0),
        Disguise("tiny.vhdx", 65_536..<69_632, 131_072..<135_168, 196_608..<262_144, 262_144..<327_680),
        Disguise("tiny.vmdk", 10_752..<13_312), Disguise("tiny.vmdk", 13_312..<15_872),
        Disguise("tiny.vdi", 0x200..<0x218),
    ]

    static let unguarded = [
        Disguise("tiny.vhdx", 2_097_152..<2_162_688, 3_145_728..<3_145_792), Disguise("tiny.vdi", 0..<512),
        Disguise("tiny.vmdk", 0..<1536), Disguise("tiny-stream.vmdk", 0..<70_000, -1536..<0),
        Disguise("tiny-split.vmdk", 0..<400), Disguise("tiny.qcow", 0..<256), Disguise("tiny.qcow"),
        Disguise("tiny-v2.qcow2", 0..<512), Disguise("tiny-v2.qcow2"), Disguise("tiny.qcow2", 0..<512),
        Disguise("tiny.qcow2"), Disguise("tiny-fixed.vhd", -512..<0),
    ]

    struct Change: CustomStringConvertible {
        let place: Int
        let value: UInt8
        var description: String { "\(place)=\(value)" }
    }

    func changes(seed: UInt64, of image: UnpackedDisguise) -> [Change] {
        var random = SplitMix64(seed: seed)
        return (0..<Int.random(in: 1...4, using: &random)).map { _ in
            var part = parts.randomElement(using: &random) ?? 0..<image.byteCount
            if part.lowerBound < 0 { part = part.lowerBound + image.byteCount..<part.upperBound + image.byteCount }
            return Change(
                place: .random(in: part, using: &random), value: .random(in: .min ... .max, using: &random))
        }
    }

    /// A change that a version of the program has not noticed.
    struct Remembered: Sendable, CustomTestStringConvertible {
        let disguise: Disguise
        let changes: [Change]
        let what: String
        var testDescription: String { "\(disguise.name): \(what)" }
    }

    /// Those in `corpus.tsv`: a fixture, its changed bytes as `place=value`, and what went wrong.
    static func remembered() throws -> [Remembered] {
        let text = try String(contentsOf: fixtures.appending(path: "corpus.tsv"), encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let cells = line.split(separator: "\t").map(String.init)
            let changes = cells[1].split(separator: " ").compactMap { change -> Change? in
                let parts = change.split(separator: "=")
                guard let place = Int(parts[0]), let value = UInt8(parts[1]) else { return nil }
                return Change(place: place, value: value)
            }
            return Remembered(disguise: Disguise(cells[0]), changes: changes, what: cells[2])
        }
    }

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    func unpacked() throws -> UnpackedDisguise { try UnpackedDisguise(name) }
}

/// Such an image in a folder of its own, to be changed in place.
final class UnpackedDisguise {
    let device: [UInt8]
    let byteCount: Int
    private let folder: ScratchFolder
    private let path: String

    init(_ name: String) throws {
        folder = try ScratchFolder()
        path = folder.path(name)
        try Self.unpack(name, to: path)
        if name == "tiny-split.vmdk" {
            try Self.unpack("tiny-split-flat.vmdk", to: folder.path("tiny-split-flat.vmdk"))
        }
        let raw = try ScratchFolder()
        try Self.unpack("tiny.raw", to: raw.path("tiny.raw"))
        device = Array(try Data(contentsOf: URL(filePath: raw.path("tiny.raw"))))
        byteCount = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped).count
    }

    private static func unpack(_ name: String, to target: String) throws {
        let images = Disguise.fixtures.appending(path: "images/own")
        let packed = images.appending(path: name + ".zst").path
        if FileManager.default.fileExists(atPath: packed) {
            try Tool.run("zstd", "-d", "-q", "--sparse", "-o", target, packed)
        } else {
            try FileManager.default.copyItem(atPath: images.appending(path: name).path, toPath: target)
        }
    }

    func recovery() -> Recovery { Recovery(of: path, against: device) }

    /// What is read after the changes, which are taken back.
    func recovery(after changes: [Disguise.Change]) throws -> Recovery {
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        var former: [Disguise.Change] = []
        for change in changes {
            try file.seek(toOffset: UInt64(change.place))
            former.append(Disguise.Change(place: change.place, value: try file.read(upToCount: 1)?.first ?? 0))
            try write(change, to: file)
        }
        let recovery = recovery()
        for change in former.reversed() { try write(change, to: file) }
        return recovery
    }

    private func write(_ change: Disguise.Change, to file: FileHandle) throws {
        try file.seek(toOffset: UInt64(change.place))
        try file.write(contentsOf: [change.value])
    }
}
