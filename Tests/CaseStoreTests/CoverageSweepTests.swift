import Findings
import TestSupport
import Testing

@testable import CaseStore

@Suite("The coverage sweep")
struct CoverageSweepTests {
    @Test("gives each byte what looking at every byte gives", arguments: UInt64(0)..<300)
    func agreesWithEveryByte(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let size = Int64.random(in: 0...200, using: &random)
        let claims = (0..<Int.random(in: 0...30, using: &random)).map { _ in Self.claim(upTo: size, &random) }
        let coverage = Self.sweep(claims, size)

        var (sums, overlap): ([CoverageClass: Int64], Int64) = ([:], 0)
        for byte in 0..<size {
            let over = claims.filter { $0.range.offset <= byte && byte < $0.range.end }
            let claimed = over.compactMap { $0.layer.coverage }.min { $0.rank < $1.rank }
            let inVolume = over.contains { $0.layer == .volume }
            sums[claimed ?? (inVolume ? .failed : .unpartitioned), default: 0] += 1
            if over.count(where: \.layer.isItem) > 1 { overlap += 1 }
        }
        #expect(coverage.byteCounts.filter { $0.value > 0 } == sums, "seed \(seed)")
        #expect(coverage.byteCounts.values.reduce(0, +) == size, "seed \(seed)")
        #expect(coverage.overlappingByteCount == overlap, "seed \(seed)")
    }

    @Test("comes out at the device's size whatever lies outside of it")
    func clips() {
        let claims = [(Int64.min, Int64.max), (-5, 55), (50, .max), (99, 1), (100, 1), (.max, .max)].map {
            start, length in
            CoverageSweep.Claim(range: ByteRange(offset: start, byteCount: length), layer: .item(.content))
        }
        let coverage = Self.sweep(claims, 100)
        #expect(coverage.byteCounts.values.reduce(0, +) == 100)
        #expect(coverage.byteCounts[.content] == 100 && coverage.overlappingByteCount == 1)
        #expect(Self.sweep(claims, 0).byteCounts.values.allSatisfy { $0 == 0 })
        #expect(Self.sweep(claims, -1).byteCount == 0)
    }

    @Test("ranks the classes in the order of Findings and of the database's type")
    func ranks() async throws {
        #expect(CoverageClass.allCases.map(\.rank) == Array(0..<CoverageClass.allCases.count))
        try await TestServer.withStore(connections: 1) { store in
            let names = try await store.pool.perform { connection throws(StoreError) in
                try connection.execute("SELECT unnest(enum_range(NULL::coverage_class))::text")
                    .map { row throws(StoreError) in try row.next(String.self) }
            }
            #expect(names == CoverageClass.allCases.map(\.rawValue))
        }
    }

    private static func sweep(_ claims: [CoverageSweep.Claim], _ size: Int64) -> Coverage {
        var sweep = CoverageSweep(byteCount: size)
        for claim in claims.sorted(by: { $0.range.offset < $1.range.offset }) { sweep.take(claim) }
        return sweep.finish()
    }

    private static func claim(upTo size: Int64, _ random: inout SplitMix64) -> CoverageSweep.Claim {
        let start = Int64.random(in: -20...size + 20, using: &random)
        let range = ByteRange(offset: start, byteCount: Int64.random(in: 0...size + 20, using: &random))
        guard let coverage = CoverageClass.allCases.randomElement(using: &random),
            Int.random(in: 0..<8, using: &random) > 0
        else { return CoverageSweep.Claim(range: range, layer: .volume) }
        return CoverageSweep.Claim(
            range: range, layer: Bool.random(using: &random) ? .item(coverage) : .claim(coverage))
    }
}

extension CoverageSweep.Layer {
    fileprivate var coverage: CoverageClass? {
        switch self {
        case .item(let coverage), .claim(let coverage): coverage
        case .volume: nil
        }
    }

    fileprivate var isItem: Bool {
        if case .item = self { true } else { false }
    }
}
