import Evidence
import Findings
import Foundation
import TestSupport

/// An image that ewfacquire made of a device whose bytes are known, taken apart by the format's public description, to be
/// damaged part by part.
struct EWFSample {
    let device: [UInt8]
    /// The segment files in order.
    let files: [(name: String, bytes: [UInt8])]

    static var canBeMade: Bool { Tool.areInstalled("ewfacquire") }

    /// Those that ewfacquire writes, with what differs between them: entries with or without a base, a mirror and a checksum
    /// or none, digests in `hash`, `digest` or `xhash`, headers in one, two or three forms.
    static let formats = [
        "encase2", "encase3", "encase4", "encase5", "encase6", "ftk", "smart", "linen5", "linen6", "ewfx",
    ]

    /// What it writes as one of these does, under another name.
    static let synonyms = ["ewf", "encase1", "encase7", "linen7"]

    /// - Parameter chunkSectors: how many sectors a chunk has.
    /// - Parameter segmentByteCount: how long a segment file becomes.
    init(
        _ format: String, chunkSectors: Int = 16, of device: [UInt8] = mixed, compression: String = "fast",
        segmentByteCount: Int = 1 << 20
    ) throws {
        self.device = device
        let folder = try ScratchFolder()
        let source = try folder.write(device, to: "device.raw")
        try Tool.run(
            "ewfacquire", "-u", "-q", "-f", format, "-b", "\(chunkSectors)", "-c", compression, "-d", "sha1", "-S",
            "\(segmentByteCount)", "-t", folder.path("image"), source)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter {
            $0.hasPrefix("image.")
        }
        files = try names.sorted().map { ($0, Array(try Data(contentsOf: folder.url.appending(path: $0)))) }
    }

    /// Chunks that stay as they are, that are packed, and of zeros, and a last one that is shorter.
    static let mixed: [UInt8] = {
        let noise = random(8192, seed: 7)
        let text = Array(repeatElement(Array("Nothing but the weather. ".utf8), count: 700).joined())
        return noise + text.prefix(8192) + Array(repeating: 0, count: 8192) + noise.reversed() + text.suffix(8192)
            + noise.prefix(3072)
    }()

    static func random(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// What is read of the image after its files were changed.
    func recovery(after change: (inout [(name: String, bytes: [UInt8])]) -> Void) throws -> Recovery {
        var changed = files
        change(&changed)
        let folder = try ScratchFolder()
        for file in changed { try folder.write(file.bytes, to: file.name) }
        return Recovery(of: folder.path(files[0].name), against: device)
    }

    /// A section of the first segment file.
    struct Section {
        let kind: String
        let descriptor: Range<Int>
        let data: Range<Int>
    }

    var sections: [Section] { Self.sections(of: files[0].bytes) }

    static func sections(of bytes: [UInt8]) -> [Section] {
        var (found, offset) = ([Section](), 13)
        while offset + 76 <= bytes.count {
            let kind = String(decoding: bytes[offset..<offset + 16].prefix { $0 != 0 }, as: UTF8.self)
            let isLast = ["next", "done"].contains(kind)
            let end = isLast ? bytes.count : number(bytes, at: offset + 16, width: 8)
            found.append(Section(kind: kind, descriptor: offset..<offset + 76, data: min(offset + 76, end)..<end))
            guard !isLast, end > offset else { break }
            offset = end
        }
        return found
    }

    func section(_ kind: String) -> Section? { sections.first { $0.kind == kind } }

    static func number(_ bytes: [UInt8], at offset: Int, width: Int) -> Int {
        bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Where in the first segment file each chunk lies, by the table's entries.
    var chunks: [Range<Int>] {
        guard let table = section("table") else { return [] }
        let bytes = files[0].bytes
        let start = table.data.lowerBound
        let (count, base) = (Self.number(bytes, at: start, width: 4), Self.number(bytes, at: start + 8, width: 8))
        let starts = (0..<count).map {
            base + Self.number(bytes, at: start + 24 + $0 * 4, width: 4) & 0x7fff_ffff
        }
        let end = section("sectors")?.data.upperBound ?? table.data.upperBound
        return zip(starts, starts.dropFirst() + [end]).map { $0..<$1 }
    }
}

extension [UInt8] {
    /// Gives a section's descriptor other numbers, and the checksum that belongs to them.
    mutating func relink(_ section: EWFSample.Section, next: UInt64, byteCount: UInt64? = nil) {
        let start = section.descriptor.lowerBound
        replaceSubrange(start + 16..<start + 24, with: next.littleEndianBytes)
        if let byteCount { replaceSubrange(start + 24..<start + 32, with: byteCount.littleEndianBytes) }
        let checksum = EWFSketch.adler32(self[start..<start + 72])
        replaceSubrange(start + 72..<start + 76, with: checksum.littleEndianBytes)
    }
}
