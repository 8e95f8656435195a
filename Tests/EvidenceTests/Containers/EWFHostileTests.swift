import Evidence
import TestSupport
import Testing

/// Segment files whose checksums are all right, and whose numbers are not: what nothing but care guards against.
@Suite("An E01 whose sound structures lie")
struct EWFHostileTests {
    /// A number as evidence may have it: small, large, at a border, or anything.
    private func number(_ random: inout SplitMix64, upTo limit: UInt64) -> UInt64 {
        switch UInt64.random(in: 0..<6, using: &random) {
        case 0: 0
        case 1: limit
        case 2: UInt64.random(in: .min ... .max, using: &random)
        case 3: (UInt64.max >> UInt64.random(in: 0..<64, using: &random)) &+ UInt64.random(in: 0...1, using: &random)
        default: UInt64.random(in: 0...limit, using: &random)
        }
    }

    /// A few sections of chunks, each with a table or two that say about them what they like.
    private func draw(_ sketch: EWFSketch, _ random: inout SplitMix64) throws {
        let chunkSectors = UInt32(truncatingIfNeeded: number(&random, upTo: 64))
        try sketch.geometry(chunkSectors: max(1, chunkSectors), sectorCount: number(&random, upTo: 1 << 12))
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let noise = (0..<4096).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let start = try sketch.section("sectors", EWFSketch.stored(noise) + noise)
            for kind in ["table", "table2"].prefix(Int.random(in: 1...2, using: &random)) {
                try table(sketch, kind, chunks: start, &random)
            }
            if Bool.random(using: &random) {
                try sketch.unacquired(
                    (0..<Int.random(in: 0...9, using: &random)).map { _ in
                        (
                            first: UInt32(truncatingIfNeeded: number(&random, upTo: 4096)),
                            count: UInt32(truncatingIfNeeded: number(&random, upTo: 64))
                        )
                    })
            }
        }
        if Bool.random(using: &random) { try sketch.section(Bool.random(using: &random) ? "done" : "next") }
    }

    private func table(_ sketch: EWFSketch, _ kind: String, chunks: Int64, _ random: inout SplitMix64) throws {
        let entries = (0..<Int.random(in: 1...40, using: &random)).flatMap { _ in
            UInt32(truncatingIfNeeded: number(&random, upTo: 8192)).littleEndianBytes
        }
        let stated = Bool.random(using: &random) ? entries.count / 4 : Int(number(&random, upTo: 50) & 0xffff_ffff)
        let base = Bool.random(using: &random) ? chunks : Int64(bitPattern: number(&random, upTo: 1 << 40))
        let end = Bool.random(using: &random) ? EWFSketch.adler32(entries).littleEndianBytes : []
        try sketch.section(kind, sketch.header(entryCount: stated, base: base) + entries + end)
    }

    @Test("neither crashes nor hangs, and has or names every byte", arguments: 0..<300 as Range<UInt64>)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let folder = try ScratchFolder()
        try draw(EWFSketch(at: folder.path("lie.E01")), &random)
        do {
            let image = try Image(opening: folder.path("lie.E01"))
            for part in DevicePart.ends(of: image) {
                let reading = try Reading(of: part)
                #expect(reading.byteCount <= part.byteCount)
                #expect(reading.byteCount == part.byteCount || !reading.failures.isEmpty)
            }
        } catch let error as EvidenceError {
            #expect(!error.cause.isEmpty)
        }
    }
}
