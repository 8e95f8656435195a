import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("A reader of packed bytes")
struct PackedReaderTests {
    /// One byte, 255, stored (RFC 1951, 3.2.4) in zlib's format (RFC 1950): its Adler-32 ends with a zero.
    private static let stream: [UInt8] = [0x78, 0x01, 1, 1, 0, 0xfe, 0xff, 0xff, 1, 0, 1, 0]

    @Test("takes no byte from behind the place where a stream has to end", arguments: [0, 1, 2, 5])
    func end(cut: Int) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.stream + [UInt8](repeating: 0, count: 100), to: "packed")
        let file = try ExhibitFolder(at: folder.url.path).open("packed")
        var reader = PackedReader()
        var bytes: [UInt8] = [0]
        var span = bytes.mutableSpan
        let count = try reader.inflate(file, at: 0, byteCount: Self.stream.count - cut, as: .zlib, into: &span)
        #expect(count == (cut == 0 ? 1 : nil))
        #expect(cut > 0 || bytes == [255])
    }

    @Test("takes nothing that an earlier, longer stream left behind", arguments: [0, 1, 4])
    func remains(cut: Int) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.stream, to: "packed")
        let file = try ExhibitFolder(at: folder.url.path).open("packed")
        var reader = PackedReader()
        var bytes: [UInt8] = [0]
        for byteCount in [Self.stream.count, Self.stream.count - cut] {
            var span = bytes.mutableSpan
            let count = try reader.inflate(file, at: 0, byteCount: byteCount, as: .zlib, into: &span)
            #expect(count == (byteCount == Self.stream.count ? 1 : nil))
        }
    }
}
