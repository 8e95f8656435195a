import Foundation
import Shards
import Testing

@Suite("A worker's conduct")
struct ConductTests {
    private let start = Date(timeIntervalSince1970: 0)

    @Test("is bad at once where it hands in what nobody asked for")
    func findings() {
        var conduct = Conduct()
        let isTooMany = conduct.note(.inadmissibleFindings, at: start)
        #expect(isTooMany)
    }

    @Test("is bad the third time that it speaks of a lease that it never had")
    func leases() {
        var conduct = Conduct()
        let verdicts = (0..<3).map { conduct.note(.inventedLease, at: start + Double($0)) }
        #expect(verdicts == [false, false, true])
    }

    @Test("counts each kind of offence by itself")
    func kinds() {
        let other = Conduct.Offence(.inadmissibleFindings, at: start)
        var conduct = Conduct(offences: [other, other])
        let isTooMany = conduct.note(.inventedLease, at: start)
        #expect(!isTooMany)
    }

    @Test("is forgiven after ten minutes")
    func forgiven() {
        var conduct = Conduct(offences: [.init(.inventedLease, at: start), .init(.inventedLease, at: start + 1)])
        let isTooMany = conduct.note(.inventedLease, at: start + Conduct.memory)
        #expect(!isTooMany && conduct.offences.map(\.at) == [start + 1, start + Conduct.memory])
        let isNextTooMany = conduct.note(.inventedLease, at: start + Conduct.memory + 0.5)
        #expect(isNextTooMany)
    }
}
