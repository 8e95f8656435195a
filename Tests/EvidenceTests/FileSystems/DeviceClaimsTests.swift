import Findings
import Testing

@testable import Evidence

@Suite("What the items of a volume claim of it")
struct DeviceClaimsTests {
    private func runs(_ byteCount: Int64) -> [Run] {
        [Run(offset: 0, byteCount: byteCount), Run(offset: nil, byteCount: 1 << 40)]
    }

    /// Which of several claims are granted.
    private func granted(_ byteCounts: [Int64], isAllocated: Bool, by claims: inout DeviceClaims) -> [Bool] {
        byteCounts.map { claims.grant(runs($0), isAllocated: isAllocated) }
    }

    @Test("is granted up to the ceiling: 64 times the volume for what is in use, 4 times for what is deleted")
    func ceilings() {
        var claims = DeviceClaims(.standard, volumeByteCount: 1000)
        let inUse = granted([64_000, 1, 0], isAllocated: true, by: &claims)
        let deleted = granted([4000, 1, 0], isAllocated: false, by: &claims)
        #expect(inUse == [true, false, true] && deleted == [true, false, true])
    }

    @Test("costs no other deleted item its content where one claims too much")
    func offender() {
        var claims = DeviceClaims(.standard, volumeByteCount: 1000)
        #expect(!claims.couldGrantDeleted(runs(4001)) && claims.couldGrantDeleted(runs(4000)))
        let deleted = granted([4001, 4000], isAllocated: false, by: &claims)
        #expect(deleted == [false, true] && claims.hasRoomForDeleted)
    }

    @Test("is looked for no more once sixteen times as much was refused as can be granted")
    func workload() {
        var claims = DeviceClaims(.standard, volumeByteCount: 1000)
        var refusedCount = 0
        while claims.hasRoomForDeleted, refusedCount < 1000 {
            refusedCount += granted([1 << 40], isAllocated: false, by: &claims) == [false] ? 1 : 1000
        }
        #expect(refusedCount == 65 && !claims.couldGrantDeleted(runs(1)))
        let deleted = granted([1], isAllocated: false, by: &claims)
        let inUse = granted([1], isAllocated: true, by: &claims)
        #expect(deleted == [false] && inUse == [true])
    }

    @Test(
        "is of no volume's other deleted files: one whose run list names the same clusters again and again is dropped")
    func sameClusters() throws {
        var sketch = SketchedNTFS()
        for (number, count) in [(30, 10), (31, 1)] as [(UInt64, Int)] {
            let runs = [(Int?, Int)](repeating: (80, 900), count: count)
            sketch.records[number] = .file(
                .name("\(number).bin", in: SketchedNTFS.root),
                .clusters(.data, runs, byteCount: count * 900 * 4096))
            sketch.records[number]?.isInUse = false
        }
        let harvest = try sketch.harvest()
        let (bad, good) = (try #require(harvest.items.first { $0.address.hasPrefix("30") }), harvest.items.last)
        #expect(bad.reading == .nothing && harvest.states[bad.ordinal] == [.failed])
        #expect(good?.address.hasPrefix("31") == true && good?.reading == .runs)
        #expect(harvest.failures.map(\.reason) == [.sizeLimit])
    }
}
