import Evidence
import Findings
import TestSupport
import Testing

/// A device of four segments of 4 KiB, the last of 1 KiB, with something done to them.
@Suite("A raw image in segments")
struct RawSegmentTests {
    private static let device: [UInt8] = {
        var random = SplitMix64(seed: 3)
        return (0..<13 << 10).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }()

    /// What the segments with these numbers are, each cut to its count of bytes.
    private func folder(_ segments: KeyValuePairs<Int, Int>) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for (number, count) in segments {
            let part = Self.device.dropFirst((number - 1) << 12).prefix(min(count, 4 << 10))
            try folder.write(part, to: "disk.00\(number)")
        }
        return folder
    }

    private func content(_ image: Image) throws -> [UInt8] {
        try image.bytes(at: 0, byteCount: Int(image.byteCount))
    }

    @Test("is read as a whole, from whichever segment", arguments: 1...4)
    func whole(number: Int) throws {
        let folder = try folder([1: 4096, 2: 4096, 3: 4096, 4: 1024])
        let image = try Image(opening: folder.path("disk.00\(number)"))
        #expect(try content(image) == Self.device && image.unreadable == [])
    }

    @Test("is not read at all where the first is missing: where the others belong is not known")
    func firstMissing() throws {
        let folder = try folder([2: 4096, 3: 4096, 4: 1024])
        let error = #expect(throws: EvidenceError.self) { try Image(opening: folder.path("disk.003")) }
        #expect(error?.reason == .missingSegment && error?.path == folder.path("disk.001"))
    }

    @Test("of which one is there by itself is read, and says that others may be missing")
    func alone() throws {
        let folder = try folder([2: 4096])
        let image = try Image(opening: folder.path("disk.002"))
        #expect(try content(image) == Array(Self.device[4096..<8192]))
        #expect(image.unreadable.map(\.reason) == [.missingSegment])
    }

    @Test("may begin at 0")
    func fromZero() throws {
        let folder = try ScratchFolder()
        for number in 0..<3 {
            try folder.write(Self.device[(number << 12)..<(number + 1) << 12], to: "disk.0\(number)")
        }
        let image = try Image(opening: folder.path("disk.01"))
        #expect(try content(image) == Array(Self.device[..<12288]) && image.unreadable == [])
    }

    @Test("is read up to where one ends before its time, and no further", arguments: [0, 2048])
    func short(count: Int) throws {
        let folder = try folder([1: 4096, 2: 4096, 3: count, 4: 1024])
        let image = try Image(opening: folder.path("disk.001"))
        #expect(try content(image) == Array(Self.device[..<(8192 + count)]))
        #expect(image.unreadable.map(\.reason) == [.truncatedImage])
        #expect(image.unreadable.first?.detail.contains("disk.003") == true)
    }

    @Test("is read no further than its first segment where that is shorter than another")
    func firstShort() throws {
        let folder = try folder([1: 1024, 2: 4096, 3: 4096])
        let image = try Image(opening: folder.path("disk.001"))
        #expect(try content(image) == Array(Self.device[..<1024]))
        #expect(image.unreadable.map(\.reason) == [.truncatedImage])
    }

    @Test(
        "may have a first or last one of another size, where most are alike, or none is",
        arguments: [[4096, 4096, 4097], [4608, 4096, 4096, 512], [4096, 4097], [512, 8192]])
    func uneven(sizes: [Int]) throws {
        let folder = try ScratchFolder()
        var rest = Self.device[...]
        for (number, size) in sizes.enumerated() {
            try folder.write(rest.prefix(size), to: "disk.00\(number + 1)")
            rest = rest.dropFirst(size)
        }
        let image = try Image(opening: folder.path("disk.001"))
        #expect(try content(image) == Array(Self.device.dropLast(rest.count)) && image.unreadable == [])
    }
}
