import Evidence
import Findings
import Foundation
import Testing

@Suite("A damaged disk image of macOS", .enabled(if: FixtureImage.dmg != nil, "the fixture is not beside the package"))
struct DMGDamageTests {
    @Test("whose block fails its checksum loses that block, and says so")
    func damagedBlock() throws {
        try FixtureImage.dmg?.changed {
            $0[8000] ^= 0xFF
        } reading: { image in
            let reading = try Reading(of: image)
            #expect(reading.failures.contains { $0.reason == .chunkChecksum } && !reading.lost.isEmpty)
            #expect(reading.byteCount + reading.lost.reduce(0) { $0 + $1.byteCount } == image.byteCount)
        }
    }

    @Test("whose map is not there is refused", arguments: ["<key>blkx</key>", "bWlzaA"])
    func damagedMap(text: String) throws {
        let error = #expect(throws: EvidenceError.self) {
            try FixtureImage.dmg?.changed { bytes in
                guard let place = bytes.firstRange(of: Array(text.utf8)) else { return }
                for index in place { bytes[index] = UInt8(ascii: "x") }
            } reading: { _ in
            }
        }
        #expect(error?.reason == .containerDamaged)
    }

    @Test("without its map in XML, or in several segments, says what to do", arguments: [(63, UInt8(2)), (231, 0)])
    func unsupported(offset: Int, value: UInt8) throws {
        let error = #expect(throws: EvidenceError.self) {
            try FixtureImage.dmg?.changed { bytes in
                let trailer = bytes.count - 512
                bytes[trailer + offset] = value
                if offset == 231 { bytes[trailer + 230] = 0 }
            } reading: { _ in
            }
        }
        #expect(error?.reason == .unsupportedImage && error?.cause.contains("hdiutil") == true)
    }

    @Test("that is longer than its map says does not invent what its map leaves out")
    func longerThanItsMap() throws {
        try FixtureImage.dmg?.changed {
            $0[$0.count - 512 + 498] = 0x10
        } reading: { image in
            let lost = try Reading(of: image).lost
            #expect(lost == [ByteRange(offset: 3817 * 512, byteCount: image.byteCount - 3817 * 512)])
        }
    }

    @Test("neither crashes nor hangs, whatever stands in its trailer and its map", arguments: 0..<200)
    func fuzz(seed: UInt64) throws {
        guard let dmg = FixtureImage.dmg else { return }
        try dmg.surviveMutation(seed: seed, in: [0x2ED0..<dmg.content.count])
    }
}
