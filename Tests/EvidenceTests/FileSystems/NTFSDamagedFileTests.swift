import Findings
import Testing

@testable import Evidence

@Suite("A file on NTFS of which a part is damaged")
struct NTFSDamagedFileTests {
    typealias Attribute = SketchedNTFS.Attribute
    private static let further = SketchedNTFS.reference(31)

    /// File 30, whose content goes on in record 31: clusters 80 and 81, then 82 and 83.
    static func spread(_ list: Attribute? = nil) -> SketchedNTFS {
        var sketch = SketchedNTFS()
        let list = list ?? .list([(.data, 0, SketchedNTFS.reference(30), 3), (.data, 2, further, 0)])
        sketch.records[30] = .file(
            list.with(id: 1), Attribute.name("file.bin", in: SketchedNTFS.root).with(id: 2),
            Attribute.clusters(.data, [(80, 2)], byteCount: 16_000).with(id: 3))
        sketch.records[31] = .init(
            base: SketchedNTFS.reference(30),
            attributes: [.clusters(.data, [(82, 2)], byteCount: 16_000, first: 2)])
        sketch.clustersInUse = [80, 81, 82, 83]
        return sketch
    }

    /// The one failure of a volume whose file is listed, under its name, without content.
    private func loss(of sketch: SketchedNTFS) throws -> Failure {
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.reading == .nothing && item.isAllocated)
        let failures = harvest.failures.filter { $0.reason == .damagedEntry && $0.ordinal == item.ordinal }
        #expect(failures.allSatisfy { $0.address?.hasPrefix("30") == true })
        return try #require(failures.first { $0.range != nil })
    }

    private func range(_ number: UInt64, from byteOffset: Int64 = 0) -> ByteRange {
        ByteRange(offset: SketchedNTFS.offset(ofRecord: number) + byteOffset, byteCount: 4096 - byteOffset)
    }

    @Test("but whose records all fit is whole")
    func whole() throws {
        let harvest = try Self.spread().harvest()
        #expect(harvest.failures == [])
        #expect(harvest.item(at: "/file.bin")?.runs == [Run(offset: 80 * 4096, byteCount: 16_000)])
    }

    @Test("says so where lists of attributes have led to the wrong records too often for more to be read")
    func wasted() throws {
        let disk = Self.spread().disk()
        let table = try MasterFileTable(NTFSGeometry(of: disk.survey.volumes[0], on: disk), on: disk)
        #expect(try table.file(at: 30).losses.isEmpty)
        table.wastedCount = MasterFileTable.wasteLimit + 1
        #expect(try table.file(at: 30).losses.first?.detail.contains("wrong record") == true)
        var other = Self.spread()
        other.records[31]?.base = SketchedNTFS.reference(29)
        let shared = other.disk()
        let second = try MasterFileTable(NTFSGeometry(of: shared.survey.volumes[0], on: shared), on: shared)
        _ = try second.file(at: 30)
        #expect(second.wastedCount == 1)
    }

    @Test("is whole whatever the order of its records")
    func order() throws {
        var sketch = Self.spread()
        let (first, second) = (sketch.records[30]?.attributes.removeLast(), sketch.records[31]?.attributes.removeLast())
        let base = SketchedNTFS.reference(30)
        sketch.records[31]?.attributes = [try #require(second).with(id: 0)]
        sketch.records[29] = .init(base: base, attributes: [try #require(first).with(id: 0)])
        sketch.records[30]?.attributes[1] = Attribute.list([
            (.data, 0, SketchedNTFS.reference(29), 0), (.data, 2, Self.further, 0),
        ]).with(id: 1)
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        #expect(harvest.item(at: "/file.bin")?.runs == [Run(offset: 80 * 4096, byteCount: 16_000)])
    }

    @Test("is known but for the records behind the damage in its list of attributes", arguments: [0, 25, 4096])
    func list(length: UInt16) throws {
        var bytes = Attribute.listEntry(.data, 0, SketchedNTFS.reference(30), 3)
        var entry = Attribute.listEntry(.data, 2, Self.further, 0)
        entry.replaceSubrange(4..<6, with: le(length))
        bytes += entry
        let failure = try loss(of: Self.spread(.resident(.list, bytes)))
        #expect(failure.detail.contains("list of attributes: it is damaged at its byte 32"))
        // Behind the header of 72 bytes and the times with 96.
        #expect(failure.range == range(30, from: 72 + 96))
    }

    @Test("keeps its name where its list of attributes lies in clusters that cannot be read")
    func listOnDamagedMedium() throws {
        let disk = Self.spread(.clusters(.list, [(90, 1)], byteCount: 64)).disk()
        let damage = ByteRange(offset: 90 * 4096, byteCount: 4096)
        disk.damage(damage)
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.reading == .nothing)
        let failure = try #require(harvest.failures.first { $0.reason == .chunkChecksum })
        #expect(failure.ordinal == item.ordinal && failure.range == damage)
    }

    /// What is wrong with record 31.
    static let strangers: [SketchedNTFS.Record?] = [
        nil, .init(base: SketchedNTFS.reference(29), attributes: []),
        .init(base: SketchedNTFS.reference(30, 2), attributes: []),
        .init(sequence: 2, base: SketchedNTFS.reference(30), attributes: []),
        .init(isInUse: false, base: SketchedNTFS.reference(30), attributes: []),
        .init(base: SketchedNTFS.reference(30), attributes: []), .file(),
    ]

    @Test("does not take a record for its own that is not, nor one without what the list says", arguments: 0..<7)
    func stranger(index: Int) throws {
        var sketch = Self.spread()
        let attributes = sketch.records[31]?.attributes ?? []
        sketch.records[31] = Self.strangers[index]
        if index != 5 { sketch.records[31]?.attributes += attributes }
        let failure = try loss(of: sketch)
        #expect(failure.detail.contains("Record 31"))
        #expect(failure.range == range(31))
    }

    @Test("and deleted is whole as long as its records are its own", arguments: [1, 2, 3])
    func deleted(sequence: UInt16) throws {
        var sketch = Self.spread()
        for number in [30, 31] as [UInt64] {
            sketch.records[number]?.isInUse = false
            sketch.records[number]?.sequence = 2
        }
        sketch.records[31]?.sequence = sequence
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.reading == (sequence == 3 ? .nothing : .runs))
        #expect(harvest.failures.isEmpty == (sequence < 3))
    }

    @Test("keeps what lies behind a damaged attribute")
    func attribute() throws {
        var sketch = SketchedNTFS()
        sketch.records[30] = .file(
            .name("file.bin", in: SketchedNTFS.root), .resident(.data, [1], name: "stream"), .resident(.data, [2]))
        let disk = sketch.disk()
        // The stream's name begins at a byte that the attribute does not have.
        let place = 72 + 96 + Int64(24 + 88)
        disk.write([0xFF, 0xFF], at: SketchedNTFS.offset(ofRecord: 30) + place + 10)
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        #expect(harvest.item(at: "/file.bin")?.reading == .inline([2]))
        #expect(harvest.failureNames == ["damaged-entry /file.bin"])
        #expect(harvest.failures.first?.range == range(30, from: place))
    }

    @Test("has no more than eight failures, however many records its list names")
    func manyLosses() throws {
        let list = Attribute.list((100..<190).map { (kind: .data, first: 2, record: $0, id: 0) })
        let harvest = try Self.spread(list).harvest()
        let item = try #require(harvest.item(at: "/file.bin"))
        let own = harvest.failures.filter { $0.ordinal == item.ordinal }
        #expect(own.contains { $0.detail.hasPrefix("83 further parts") })
        #expect(own.count == 9, "eight, and that of the content")
    }
}
