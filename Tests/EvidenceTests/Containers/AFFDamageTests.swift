import Evidence
import Findings
import Foundation
import Testing

/// The AFF fixture with something done to it: its segments can be left out, written again or cut.
@Suite("A damaged AFF image", .enabled(if: FixtureImage.aff != nil, "the fixture is not beside the package"))
struct AFFDamageTests {
    private let device = ByteRange(offset: 0, byteCount: 12_582_912)

    @Test("whose page fails its checksum loses that page, and says so")
    func damagedPage() throws {
        try FixtureImage.aff?.changed {
            $0[5000] ^= 0xFF
        } reading: { image in
            let reading = try Reading(of: image)
            #expect(reading.lost == [device])
            #expect(reading.failures.first?.reason == .chunkChecksum)
        }
    }

    @Test("whose page is packed by what is not read names it", arguments: [(UInt8(0x11), "bzip2"), (0x21, "LZMA")])
    func unknownPacking(flags: UInt8, name: String) throws {
        try FixtureImage.aff?.changed {
            $0[828 + 15] = flags
        } reading: { image in
            let failure = try Reading(of: image).failures.first
            #expect(failure?.reason == .unsupportedCompression && failure?.cause.contains(name) == true)
            #expect(failure?.range == device)
        }
    }

    @Test("whose page is a run of zeros has no other content")
    func zeroPage() throws {
        try FixtureImage.aff?.changed {
            $0[828 + 15] = 0x31
        } reading: { image in
            let bytes = try image.bytes(at: 0, byteCount: 1 << 16)
            #expect(bytes.allSatisfy { $0 == 0 } && bytes.count == 1 << 16)
        }
    }

    @Test("without its page reads nothing in its place")
    func missingPage() throws {
        try FixtureImage.aff?.changed {
            $0[828 + 16] = UInt8(ascii: "q")
        } reading: { image in
            let lost = try Reading(of: image).lost
            #expect(lost == [device])
        }
    }

    @Test("whose sectors could not all be acquired says how many")
    func badSectors() throws {
        try FixtureImage.aff?.changed {
            $0[551 + 16 + 10 + 3] = 7
        } reading: { image in
            #expect(image.unreadable.count == 1 && image.unreadable[0].detail.contains("7 sectors"))
        }
    }

    @Test("that is cut short does not say how large the device is, and is refused", arguments: [8, 700, 5000, 333_156])
    func cutShort(byteCount: Int) throws {
        let error = #expect(throws: EvidenceError.self) {
            try FixtureImage.aff?.changed {
                $0.removeLast($0.count - byteCount)
            } reading: { _ in
            }
        }
        #expect(error?.reason == .containerDamaged)
    }

    @Test("that is cut behind its pages has them all, and says what is missing")
    func cutBehindPages() throws {
        try FixtureImage.aff?.changed {
            $0.removeLast($0.count - 333_300)
        } reading: { image in
            let lost = try Reading(of: image).lost
            #expect(lost.isEmpty)
            #expect(image.unreadable.map(\.reason) == [.truncatedImage])
        }
    }

    @Test("neither crashes nor hangs, whatever stands in the heads of its segments", arguments: 0..<200)
    func fuzz(seed: UInt64) throws {
        try FixtureImage.aff?.surviveMutation(seed: seed, in: [8..<900, 333_157..<333_398])
    }
}
