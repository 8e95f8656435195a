import Findings
import Testing

@testable import Evidence

@Suite("A reparse point on NTFS")
struct NTFSReparsePointTests {
    /// A file of holes with a reparse point of so many bytes, in clusters of its own.
    private func sketch(_ tag: UInt32, data: [UInt8], in place: Place, initialized: Int? = nil) -> SketchedNTFS {
        let bytes = le(tag) + le(UInt16(data.count)) + [0, 0] + data
        var sketch = SketchedNTFS()
        sketch.write(bytes, toCluster: 90)
        sketch.clustersInUse = [90, 91, 92, 93]
        let content = SketchedNTFS.Attribute.clusters(.data, [(nil, 3)], byteCount: 12_000)
        sketch.records[30] = .file(.name("file.bin", in: SketchedNTFS.root), content)
        let clusters = SketchedNTFS.Attribute.clusters(
            .reparsePoint, [(90, 4)], byteCount: bytes.count, initialized: initialized)
        switch place {
        case .record: sketch.records[30]?.attributes += [.resident(.reparsePoint, bytes)]
        case .clusters: sketch.records[30]?.attributes += [clusters]
        case .furtherRecord:
            let further = SketchedNTFS.reference(31)
            sketch.records[30]?.attributes.insert(.list([(.reparsePoint, 0, further, 0)]), at: 1)
            sketch.records[31] = .init(base: SketchedNTFS.reference(30), attributes: [clusters])
        }
        return sketch
    }

    enum Place: CaseIterable { case record, clusters, furtherRecord }

    /// By [MS-FSCC] 2.1.2.1.
    static let absent: [(tag: UInt32, reason: Failure.Reason)] = [
        (0x9000_001A, .contentElsewhere), (0x9000_601A, .contentElsewhere), (0x8000_0013, .unsupportedCompression),
        (0x8000_0017, .unsupportedCompression), (0xC000_0004, .contentElsewhere), (0x9000_001C, .contentElsewhere),
    ]

    @Test(
        "says that the content is not there, wherever its data lies: its holes are no zeros", arguments: absent,
        Place.allCases)
    func absence(kind: (tag: UInt32, reason: Failure.Reason), place: Place) throws {
        let harvest = try sketch(kind.tag, data: [UInt8](repeating: 0x41, count: 2000), in: place).harvest()
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.reading == .nothing && item.runs.isEmpty && item.byteCount == 12_000)
        #expect(harvest.failures.map(\.reason) == [kind.reason])
        #expect(harvest.failures.first?.ordinal == item.ordinal)
    }

    @Test("of a file that is on the device in part keeps its holes from being zeros")
    func partial() throws {
        var sketch = sketch(0x9000_001A, data: [1], in: .clusters)
        sketch.records[30]?.attributes[2] = .clusters(.data, [(80, 1), (nil, 2)], byteCount: 12_000)
        let harvest = try sketch.harvest()
        #expect(harvest.failureNames == ["content-elsewhere /file.bin"])
        #expect(harvest.item(at: "/file.bin")?.reading == .nothing)
    }

    @Test("of a cloud file that is all there takes nothing away", arguments: [12_000, 4096])
    func hydrated(initialized: Int) throws {
        var sketch = sketch(0x9000_001A, data: [1], in: .clusters)
        sketch.records[30]?.attributes[2] = .clusters(
            .data, [(80, 3)], byteCount: 12_000, initialized: initialized)
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        #expect(harvest.item(at: "/file.bin")?.reading == .runs)
    }

    @Test("that leads somewhere tells where, however long that is", arguments: Place.allCases)
    func link(place: Place) throws {
        let target = String(repeating: "long ", count: 300)
        let units = target.utf16.flatMap { le($0) }
        let places = le(UInt16(0)) + le(UInt16(0)) + le(UInt16(0)) + le(UInt16(units.count)) + le(UInt32(1))
        var sketch = sketch(0xA000_000C, data: places + units, in: place)
        sketch.records[30]?.attributes.removeAll { $0.kind == .data }
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/file.bin"))
        #expect(item.kind == .link && item.linkTarget == Array(target.utf8))
        #expect(harvest.failures == [])
    }

    @Test("without a path to show tells the one that is followed")
    func substitute() throws {
        let path = "\\??\\C:\\somewhere".utf16.flatMap { le($0) }
        let places = le(UInt16(0)) + le(UInt16(path.count)) + le(UInt16(path.count)) + le(UInt16(0))
        var sketch = sketch(0xA000_0003, data: places + path, in: .clusters)
        sketch.records[30]?.isFolder = true
        let item = try #require(try sketch.harvest().item(at: "/file.bin"))
        #expect(item.kind == .directory)
        #expect(item.linkTarget.map { String(decoding: $0, as: UTF8.self) } == "\\??\\C:\\somewhere")
    }

    @Test("that cannot be read is named, and the holes beside it are no zeros")
    func unreadable() throws {
        let sketch = sketch(0x9000_001A, data: [UInt8](repeating: 1, count: 2000), in: .clusters)
        let disk = sketch.disk()
        let range = ByteRange(offset: 90 * 4096, byteCount: 4096)
        disk.damage(range)
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        #expect(harvest.failureNames == ["chunk-checksum /file.bin"])
        #expect(harvest.failures.first?.range == range)
        #expect(harvest.item(at: "/file.bin")?.reading == .nothing)
    }

    @Test("that the file is marked to have, but that is not there, is named")
    func missing() throws {
        var sketch = sketch(0x9000_001A, data: [1], in: .record)
        sketch.records[30]?.attributes.removeLast()
        sketch.records[30]?.attributes[0] = .times(0x420)
        let harvest = try sketch.harvest()
        #expect(harvest.failureNames == ["damaged-entry /file.bin"])
        #expect(harvest.item(at: "/file.bin")?.reading == .nothing)
    }

    @Test("whose path lies outside of its data is named, and the rest of the file is known", arguments: [4, 400])
    func damagedTarget(length: Int) throws {
        let places = le(UInt16(0)) + le(UInt16(0)) + le(UInt16(0)) + le(UInt16(length)) + le(UInt32(1))
        var sketch = sketch(0xA000_000C, data: places, in: .record)
        sketch.records[30]?.attributes[2] = .resident(.data, [1, 2, 3])
        let harvest = try sketch.harvest()
        #expect(harvest.failureNames == ["damaged-entry /file.bin"])
        #expect(harvest.item(at: "/file.bin")?.reading == .inline([1, 2, 3]))
    }
}
