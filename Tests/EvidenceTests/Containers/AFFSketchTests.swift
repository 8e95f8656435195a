import Evidence
import Findings
import TestSupport
import Testing

/// Images that no tool makes, sketched by the format's public description (AFFLIBv3, lib/afflib.h): pages of 4 KiB.
@Suite("An AFF as its description has it")
struct AFFSketchTests {
    private static let page: [UInt8] = {
        var random = SplitMix64(seed: 5)
        return (0..<4096).map { _ in UInt8.random(in: 1 ... .max, using: &random) }
    }()

    private struct Segment {
        var name: String
        var argument: UInt32 = 0
        var data: [UInt8] = []

        var bytes: [UInt8] {
            let head = Array("AFF".utf8) + [0] + be(UInt32(name.utf8.count)) + be(UInt32(data.count)) + be(argument)
            let body = head + Array(name.utf8) + data
            return body + Array("ATT".utf8) + [0] + be(UInt32(body.count + 8))
        }
    }

    private func image(_ byteCount: UInt32, _ segments: Segment..., reading: (Image) throws -> Void) throws {
        let folder = try ScratchFolder()
        let all = [
            Segment(name: "pagesize", argument: 4096), Segment(name: "sectorsize", argument: 512),
            Segment(name: "imagesize", argument: 2, data: be(byteCount) + be(UInt32(0))),
        ]
        let path = try folder.write(
            Array("AFF10\r\n".utf8) + [0] + (all + segments).flatMap(\.bytes), to: "sketch.aff")
        try reading(Image(opening: path))
    }

    @Test("has the pages that it names, and nothing else")
    func whole() throws {
        try image(8192, Segment(name: "page0", data: Self.page), Segment(name: "page1", data: Self.page)) { image in
            #expect(image.unreadable == [])
            let bytes = try image.bytes(at: 0, byteCount: 8192)
            #expect(bytes == Self.page + Self.page)
        }
    }

    @Test("names pages that it has not when it is opened, joined where they touch")
    func absentPages() throws {
        try image(5 * 4096, Segment(name: "page0", data: Self.page), Segment(name: "page3", data: Self.page)) { image in
            let ranges = [ByteRange(offset: 4096, byteCount: 8192), ByteRange(offset: 16_384, byteCount: 4096)]
            #expect(image.unreadable.map(\.range) == ranges && image.unreadable.allSatisfy { $0.scope == .range })
            let lost = try Reading(of: image).lost
            #expect(lost == ranges)
        }
    }

    @Test("whose size is less than its pages have says that those behind it are not read")
    func surplus() throws {
        try image(4096, Segment(name: "page0", data: Self.page), Segment(name: "page1", data: Self.page)) { image in
            #expect(image.byteCount == 4096 && image.unreadable.map(\.reason) == [.containerDamaged])
        }
        try image(4097, Segment(name: "page0", data: Self.page), Segment(name: "page1", data: Self.page)) { image in
            #expect(image.byteCount == 4097 && image.unreadable == [])
        }
    }

    /// Stored blocks of nothing (RFC 1951, 3.2.4) make a page of any packed size.
    @Test("reads no more of a packed page than a page can be packed into", arguments: [false, true])
    func bloatedPage(isBloated: Bool) throws {
        var packed: [UInt8] = [0x78, 0x01]
        for _ in 0..<(isBloated ? 2000 : 100) { packed += [0, 0, 0, 0xFF, 0xFF] }
        packed += [1] + le(UInt16(4096)) + le(~UInt16(4096)) + Self.page + be(EWFSketch.adler32(Self.page))
        try image(4096, Segment(name: "page0", argument: 1, data: packed)) { image in
            let lost = try Reading(of: image).lost
            #expect(lost == (isBloated ? [ByteRange(offset: 0, byteCount: 4096)] : []))
        }
    }

    @Test("takes no text for filler that is not as long as a sector", arguments: [1, 512])
    func filler(byteCount: Int) throws {
        let badSectors = Segment(name: "badsectors", argument: 2, data: be(UInt32(1)) + be(UInt32(0)))
        let flag = Segment(name: "badflag", data: Array(Self.page[512..<512 + byteCount]))
        try image(4096, badSectors, flag, Segment(name: "page0", data: Self.page)) { image in
            let lost = try Reading(of: image).lost
            #expect(lost == (byteCount == 512 ? [ByteRange(offset: 512, byteCount: 512)] : []))
        }
    }
}
