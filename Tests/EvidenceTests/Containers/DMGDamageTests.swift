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

    /// Writes over the first occurrence of a text.
    private func spoil(_ text: String, in bytes: inout [UInt8]) {
        for index in bytes.firstRange(of: Array(text.utf8)) ?? 0..<0 { bytes[index] = UInt8(ascii: "x") }
    }

    @Test("without its tables is refused")
    func noTables() throws {
        let error = #expect(throws: EvidenceError.self) {
            try FixtureImage.dmg?.changed {
                spoil("<key>blkx</key>", in: &$0)
            } reading: { _ in
            }
        }
        #expect(error?.reason == .containerDamaged)
    }

    @Test("with a damaged table loses what it is about, and says so")
    func damagedTable() throws {
        try FixtureImage.dmg?.changed {
            spoil("bWlzaA", in: &$0)
        } reading: { image in
            #expect(image.unreadable.allSatisfy { $0.reason == .containerDamaged })
            let lost = try Reading(of: image).lost
            #expect(lost.count == 1 && lost.first?.offset == 0)
            #expect(image.unreadable.filter { $0.scope == .range }.map(\.range) == lost)
            #expect(image.unreadable.count { $0.scope == .image } == 1)
        }
    }

    @Test("in several segments, or encrypted, says what to do", arguments: [true, false])
    func unsupported(isEncrypted: Bool) throws {
        let error = #expect(throws: EvidenceError.self) {
            try FixtureImage.dmg?.changed { bytes in
                bytes[bytes.count - 512 + 63] = 2
                if isEncrypted { bytes.replaceSubrange(0..<8, with: "encrcdsa".utf8) }
            } reading: { _ in
            }
        }
        #expect(error?.reason == (isEncrypted ? .encryptedVolume : .unsupportedImage))
        #expect(error?.cause.contains("hdiutil") == true)
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
