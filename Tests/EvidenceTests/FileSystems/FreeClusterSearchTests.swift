import Findings
import Testing

@testable import Evidence

@Suite("The search for the clusters of deleted files")
struct FreeClusterSearchTests {
    /// A FAT16 of a thousand clusters, of which every second one from 502 on is in use.
    private func search() -> FreeClusterSearch {
        let disk = SketchedDisk(byteCount: 1 << 20)
        let heap = ClusterHeap(
            sectorSize: 512, clusterSize: 512, clusterCount: 1000, offset: 1 << 16, entryOffset: 1 << 16, on: disk)
        for cluster in stride(from: 502, to: 1002, by: 2) { disk.write([0xFF, 0xFF], at: 4096 + Int64(cluster) * 2) }
        let table = AllocationTable(TableCopies(heap, at: [4096], byteCount: 4096), width: .bits16)
        return FreeClusterSearch(heap, table)
    }

    private func blocks(_ answer: FreeClusterSearch.Answer) -> [UInt64?]? {
        if case .found(let runs) = answer { runs.map(\.block) } else { nil }
    }

    @Test("takes those that are free, from the first on")
    func found() throws {
        let answer = try search().clusters(6, from: 498)
        #expect(blocks(answer) == [498, 503, 505])
    }

    @Test("costs nothing where more is claimed than can be free, so that it never ends for others")
    func tooMany() throws {
        let search = search()
        for _ in 0..<100_000 { #expect(blocks(try search.clusters(751, from: 2)) == nil) }
        #expect(blocks(try search.clusters(1, from: 2)) == [2])
    }

    @Test("is given up once all clusters were looked at 64 times in vain")
    func givenUp() throws {
        let search = search()
        var count = 0
        while case .none = try search.clusters(700, from: 500), count < 1000 { count += 1 }
        #expect((64 * 1000 / 300..<1000).contains(count))
        guard case .givenUp = try search.clusters(1, from: 2) else {
            Issue.record("it goes on")
            return
        }
    }
}
