import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("What is asked ahead of an image on another computer")
struct ReadAheadTests {
    private static let unit = ReadAhead.unit
    private let rule = ReadAhead(byteCount: 1 << 30)

    @Test("is one unit for whoever reads here and there")
    func isLittleAtFirst() {
        #expect(
            rule.questions(at: 5_000_000, wanting: 512) { _ in false }
                == [ByteRange(offset: 76 * Self.unit, byteCount: Self.unit)])
    }

    @Test("is at least what is wanted at once, in questions of a mebibyte")
    func coversWhatIsWanted() {
        let ranges = rule.questions(at: 0, wanting: 1 << 20) { _ in false }
        #expect(ranges == [ByteRange(offset: 0, byteCount: 1 << 20)])
        let across = rule.questions(at: 10, wanting: 1 << 20) { _ in false }
        #expect(across.map(\.byteCount).reduce(0, +) == 17 * Self.unit)
        #expect(across.allSatisfy { $0.byteCount <= ReadAhead.questionLimit })
    }

    @Test("grows to the window for whoever reads on, and is then asked in large pieces before it is needed")
    func grows() {
        var known: Set<Int64> = []
        var waits = 0
        for unit in Int64(0)..<1000 {
            let ranges = rule.questions(at: unit * Self.unit, wanting: 4096) { known.contains($0) }
            if !known.contains(unit) { waits += 1 }
            for range in ranges { known.formUnion(range.units) }
            #expect(known.contains(unit))
            #expect((known.max() ?? 0) - unit <= ReadAhead.window / Self.unit)
        }
        #expect(waits < 8)
        #expect(!rule.questions(at: 1000 * Self.unit, wanting: 4096) { $0 < 1010 }.isEmpty)
    }

    @Test("never lies behind the device's end, nor on what is known", arguments: UInt64(0)..<200)
    func staysInPlace(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let size = Int64.random(in: 1...(64 << 20), using: &random)
        let rule = ReadAhead(byteCount: size)
        var known: Set<Int64> = []
        for _ in 0..<100 {
            let offset = Int64.random(in: 0..<size, using: &random)
            let wanted = Int64.random(in: 0...(2 << 20), using: &random)
            let ranges = rule.questions(at: offset, wanting: wanted) { known.contains($0) }
            for range in ranges {
                #expect(range.offset % Self.unit == 0 && range.byteCount > 0 && range.end <= size)
                #expect(range.end % Self.unit == 0 || range.end == size)
                #expect(known.isDisjoint(with: range.units))
                known.formUnion(range.units)
            }
            #expect(known.contains(offset / Self.unit))
        }
    }
}
