import Findings
import Testing

@testable import Evidence

@Suite("Contents on NTFS")
struct NTFSContentTests {
    typealias Attribute = SketchedNTFS.Attribute

    private func sketch(_ number: UInt64 = 30, _ attributes: Attribute...) -> SketchedNTFS {
        var sketch = SketchedNTFS()
        sketch.records[number] = .file(.name("file.bin", in: SketchedNTFS.root))
        sketch.records[number]?.attributes += attributes
        return sketch
    }

    private func run(_ cluster: Int64, _ count: Int64) -> Run { Run(offset: cluster * 4096, byteCount: count * 4096) }

    /// A unit of two clusters packed, one as it is, one of zeros; then clusters that the file has but does not use.
    private var compressed: SketchedNTFS {
        var sketch = sketch(
            30, .compressed([(80, 2), (nil, 14), (100, 16), (nil, 16), (120, 16)], byteCount: 3 * 65_536 - 100))
        // A chunk of 4,096 bytes that are not packed ([MS-XCA] 2.5.1.3), then the end.
        sketch.write(le(UInt16(0x3FFF)) + [UInt8](repeating: 7, count: 4096) + [0, 0], toCluster: 80)
        sketch.write([UInt8](repeating: 8, count: 65_536), toCluster: 100)
        return sketch
    }

    @Test("that are compressed claim the clusters that they are unpacked from, and no others")
    func compression() throws {
        let disk = compressed.disk()
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.isParsed && item.runs == [run(80, 2), run(100, 16)])
        #expect(item.slack == [ByteRange(offset: 120 * 4096, byteCount: 65_536)])
        #expect(harvest.brokenPromises(on: disk) == [] && harvest.failures == [])
        var content: [UInt8] = []
        guard case .parser(let address, let type, let id) = item.reading else { return }
        try ContentReader(of: harvest.volume, on: disk).read(
            address, type: type, id: id, byteCount: item.byteCount ?? 0
        ) { piece in
            for index in 0..<piece.count { content.append(piece[index]) }
        }
        let zeros = { [UInt8](repeating: 0, count: $0) }
        let unpacked = [UInt8](repeating: 7, count: 4096) + zeros(61_440) + [UInt8](repeating: 8, count: 65_536)
        #expect(content == unpacked + zeros(65_436))
    }

    @Test("that are compressed and deleted are overwritten where their clusters are in use again", arguments: [81, 70])
    func overwritten(cluster: Int) throws {
        var sketch = compressed
        sketch.records[30]?.isInUse = false
        sketch.clustersInUse = [cluster]
        #expect(try sketch.harvest().item(at: "/file.bin")?.isOverwritten == (cluster == 81))
    }

    @Test("that are compressed with clusters behind a hole are damaged, not zeros")
    func holeInFront() throws {
        let disk = sketch(30, .compressed([(nil, 14), (80, 2)], byteCount: 65_536)).disk()
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        guard case .parser(let address, let type, let id)? = harvest.item(at: "/file.bin")?.reading else {
            Issue.record("it is not unpacked")
            return
        }
        let reader = try ContentReader(of: harvest.volume, on: disk)
        #expect(throws: EvidenceError.self) {
            try reader.read(address, type: type, id: id, byteCount: 65_536) { _ in }
        }
    }

    @Test("in streams of the root folder, and of any folder, are items of their own; so are those without a name")
    func folderStreams() throws {
        var sketch = SketchedNTFS()
        sketch.records[24] = .folder(.name("folder", in: SketchedNTFS.root))
        for number in [5, 24] as [UInt64] {
            sketch.records[number]?.attributes += [.resident(.data, [1], name: "stream"), .resident(.data, [2, 2])]
        }
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        for path in ["/", "/folder"] {
            let items = harvest.items.filter { $0.path == Array(path.utf8) && $0.kind == .file }
            #expect(items.map(\.stream) == [Array("stream".utf8), nil])
            #expect(items.map(\.reading) == [.inline([1]), .inline([2, 2])])
        }
        #expect(!harvest.items.contains { $0.path == Array("/".utf8) && $0.kind == .directory })
    }

    @Test("of which a file has two with the same name are both items")
    func twins() throws {
        let sketch = sketch(
            30, .resident(.data, [1]), .resident(.data, [2]), .resident(.data, [3], name: "s"),
            .resident(.data, [4], name: "s"))
        let items = try sketch.harvest().items.filter { $0.path == Array("/file.bin".utf8) }
        #expect(items.map(\.reading) == [1, 2, 3, 4].map { .inline([$0]) })
        #expect(Set(items.map(\.address)).count == 4)
    }

    @Test("behind the part that was ever written are zeros", arguments: [0, 4096, 5000, 12_000])
    func initialized(byteCount: Int) throws {
        let sketch = sketch(30, .clusters(.data, [(80, 3)], byteCount: 12_000, initialized: byteCount))
        let item = try #require(try sketch.harvest().item(at: "/file.bin"))
        #expect(item.runs.first(where: { $0.offset != nil })?.byteCount ?? 0 == Int64(byteCount))
        #expect(item.runs.first(where: { $0.offset == nil })?.byteCount ?? 0 == Int64(12_000 - byteCount))
    }

    @Test("of the bad clusters are those clusters, not the volume", arguments: [0, 2])
    func badClusters(count: Int) throws {
        let bad: [(Int?, Int)] = count == 0 ? [(nil, 1024)] : [(nil, 500), (500, count), (nil, 1024 - 500 - count)]
        var sketch = sketch(
            8, .resident(.data, []), .clusters(.data, bad, byteCount: 1024 * 4096, initialized: 0, name: "$Bad"))
        sketch.records[8]?.sequence = 8
        let harvest = try sketch.harvest()
        let item = try #require(harvest.items.first { $0.stream == Array("$Bad".utf8) })
        #expect(item.byteCount == Int64(count * 4096) && harvest.failures == [])
        #expect(item.runs == (count == 0 ? [] : [run(500, 2)]))
    }

    // MARK: Records without their file

    @Test("in records whose file does not know of them are found", arguments: [true, false])
    func strays(isInUse: Bool) throws {
        var sketch = SketchedNTFS()
        sketch.records[31] = .init(
            isInUse: isInUse, base: SketchedNTFS.reference(30),
            attributes: [.clusters(.data, [(80, 2)], byteCount: 8192)])
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/$OrphanFiles/OrphanFile-31"))
        #expect(item.runs == [run(80, 2)] && item.isAllocated == isInUse)
        #expect(harvest.failures.map(\.ordinal) == (isInUse ? [item.ordinal] : []))
    }

    @Test("of which only a later part is known are a failure where they are in use")
    func laterPart() throws {
        var sketch = SketchedNTFS()
        for (number, isInUse) in [(31, true), (32, false)] as [(UInt64, Bool)] {
            sketch.records[number] = .init(
                isInUse: isInUse, base: SketchedNTFS.reference(30),
                attributes: [.clusters(.data, [(80, 2)], byteCount: 0, first: 9)])
        }
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/$OrphanFiles/OrphanFile-31"))
        #expect(item.reading == .nothing && item.byteCount == nil)
        #expect(harvest.failures.allSatisfy { $0.reason == .damagedEntry && $0.ordinal == item.ordinal })
        #expect(harvest.item(at: "/$OrphanFiles/OrphanFile-32") == nil)
    }

    @Test("of a master file table that says it is larger than its device end there")
    func hugeTable() throws {
        var sketch = SketchedNTFS()
        let table = SketchedNTFS.offset(ofRecord: 0) / 4096
        let runs = [(Int?, Int)](repeating: (Int(table), 64), count: 200)
        sketch.records[0]?.attributes[2] = .clusters(.data, runs, byteCount: 200 * 64 * 4096)
        sketch.records[30] = .file(.name("file.bin", in: SketchedNTFS.root), .resident(.data, [1]))
        let harvest = try sketch.harvest()
        #expect(harvest.item(at: "/file.bin") != nil)
        #expect(harvest.failures.contains { $0.reason == .fileSystemDamaged })
        #expect(harvest.items.count < 200)
    }

    @Test("are found by the copy of the boot sector in a last sector of 4 KiB")
    func bootSector() throws {
        let sketched = sketch(30, .resident(.data, [1])).disk()
        let end = Int64(SketchedNTFS.clusterCount * 4096)
        let disk = SketchedDisk(byteCount: end + 4096, sectorSize: 4096)
        disk.write(try sketched.bytes(at: 0, byteCount: Int(end)), at: 0)
        disk.write(try disk.bytes(at: 0, byteCount: 512), at: end)
        disk.damage(ByteRange(offset: 0, byteCount: 4096))
        let volume = Volume(
            index: 0, range: ByteRange(offset: 0, byteCount: end + 4096), scheme: "gpt", description: "",
            fileSystem: "ntfs", state: .readable)
        #expect(try Harvest(of: volume, on: disk).item(at: "/file.bin")?.reading == .inline([1]))
    }
}
