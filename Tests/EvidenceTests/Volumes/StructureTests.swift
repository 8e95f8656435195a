import Testing

@testable import Evidence

@Suite("An on-disk structure")
struct StructureTests {
    private let structure = Structure([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08])

    @Test("gives its fields in either byte order")
    func readsFields() {
        #expect(structure.le16(1) == 0x0302 && structure.be16(1) == 0x0203)
        #expect(structure.le32(0) == 0x0403_0201 && structure.be32(4) == 0x0506_0708)
        #expect(structure.le64(0) == 0x0807_0605_0403_0201 && structure.be64(0) == 0x0102_0304_0506_0708)
    }

    @Test("survives any offset that evidence may name", arguments: [-1, 7, 8, 1000, Int.max, Int.min])
    func survivesOffsets(offset: Int) {
        #expect(structure.le64(offset) <= 0x08)
        #expect(structure.field(offset, Int.max).count <= 1)
        #expect(structure.utf16LE(offset, 255) == nil && structure.utf16BE(offset, 255) == nil)
        #expect(!structure.holds("EFI PART", at: offset))
    }

    @Test("gives names without what pads them, and with what is no character made plain")
    func readsNames() {
        #expect(Structure(Array("NAME      \0rest".utf8)).text(0, 15) == "NAME")
        #expect(Structure([0x41, 0xFF, 0x42]).text(0, 3) == "A\u{FFFD}B")
        #expect(Structure([0x20, 0x20, 0x00]).text(0, 3) == nil)
        #expect(Structure([0xFC, 0x00, 0x00, 0x00]).utf16LE(0, 4) == "ü")
    }

    @Test("has the checksum that the catalogue of CRCs gives for its check value")
    func knownChecksum() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
