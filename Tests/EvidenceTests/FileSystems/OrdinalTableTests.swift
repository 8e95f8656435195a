import TestSupport
import Testing

@testable import Evidence

@Suite("The table of addresses that were met")
struct OrdinalTableTests {
    @Test("knows what was put into it, and nothing else")
    func remembers() {
        var (random, table, known) = (SplitMix64(seed: 1), OrdinalTable(), [UInt64: Int64?]())
        for _ in 0..<100_000 {
            let isNear = Bool.random(using: &random)
            let address =
                isNear ? .random(in: 0..<50_000, using: &random) : UInt64.random(in: 0 ... .max, using: &random)
            let ordinal: Int64? = Bool.random(using: &random) ? .random(in: 0..<1 << 28, using: &random) : nil
            table.insert(address, ordinal: ordinal)
            known[address] = .some(ordinal)
        }
        for (address, ordinal) in known {
            #expect(table.contains(address) && table.ordinal(of: address) == ordinal)
        }
        for address in 0..<50_000 as Range<UInt64> { #expect(table.contains(address) == known.keys.contains(address)) }
    }

    @Test("takes less than a hundred bytes for an address that lies apart, and seven for one of many in a row")
    func memory() {
        var (apart, near) = (OrdinalTable(), OrdinalTable())
        for number in 0..<100_000 as Range<UInt64> {
            apart.insert(number * 512, ordinal: 1)
            near.insert(number, ordinal: 1)
        }
        #expect(apart.byteCount < 100 * 100_000 && near.byteCount < 7 * 100_000)
    }

    @Test("has marks for the addresses of a list, whatever else is marked")
    func marks() {
        var marks = AddressMarks([9, 3, 7])
        for address in [3, 4, 9, 100] as [UInt64] { marks.mark(address) }
        #expect((0..<200).filter(marks.isMarked) == [3, 9])
    }
}
