import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("An exFAT file system", .enabled(if: ExFATImage.canBeMade))
struct ExFATTests {
    @Test("is read as drawn, without a failure")
    func intact() throws {
        let sketch = try SketchedExFAT()
        try sketch.chain([100, 110])
        try sketch.add(.init(name: "file", first: 100, byteCount: 5000))
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        let runs = [
            Run(offset: try sketch.offset(100), byteCount: 4096), Run(offset: try sketch.offset(110), byteCount: 904),
        ]
        #expect(harvest.item(at: "/file")?.runs == runs)
    }

    /// "Reading beyond it yields zeroes" (section 7.6.5, ValidDataLength).
    @Test("shows zeros behind a content's valid length, and keeps what lies there as slack", arguments: [true, false])
    func validLength(isContiguous: Bool) throws {
        let sketch = try SketchedExFAT()
        try sketch.chain([100, 101, 102])
        try sketch.add(
            .init(name: "file", first: 100, byteCount: 10_000, validByteCount: 5000, isContiguous: isContiguous))
        try sketch.add(.init(name: "wrong", first: 100, byteCount: 10_000, validByteCount: 20_000))
        // As in dfir_ntfs-exfat_encrypted.raw, whose truth three tools agree on.
        try sketch.add(.init(name: "none", first: 100, byteCount: 10_000, validByteCount: 0))
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/file"))
        let start = try sketch.offset(100)
        #expect(item.runs == [Run(offset: start, byteCount: 5000), Run(offset: nil, byteCount: 5000)])
        #expect(item.slack.last?.end == start + 3 * 4096)
        #expect(item.slack.reduce(0) { $0 + $1.byteCount } == 3 * 4096 - 5000)
        for path in ["/wrong", "/none"] {
            #expect(harvest.item(at: path)?.runs == [Run(offset: start, byteCount: 10_000)])
        }
    }

    @Test("lists a folder in use whose first cluster is marked as free, and names that", arguments: [true, false])
    func freeFolder(isContiguous: Bool) throws {
        let sketch = try SketchedExFAT()
        try sketch.chain([100])
        try sketch.chain([101])
        try sketch.add(
            .init(name: "folder", isFolder: true, first: 100, byteCount: 4096, isContiguous: isContiguous))
        try sketch.add(.init(name: "file", first: 101, byteCount: 10), to: 100)
        let intact = try sketch.harvest()
        #expect(intact.failures == [])
        try sketch.mark(100, inUse: false)
        let harvest = try sketch.harvest()
        #expect(harvest.item(at: "/folder/file")?.isAllocated == true)
        #expect(harvest.failureNames == ["damaged-entry /folder"])
    }

    @Test(
        "lists all clusters of a folder that is longer or shorter than it says", arguments: [0 as Int64, 4096, 12_288])
    func folderLength(byteCount: Int64) throws {
        let sketch = try SketchedExFAT()
        try sketch.chain([100, 105])
        try sketch.chain([101])
        try sketch.add(.init(name: "folder", isFolder: true, first: 100, byteCount: byteCount))
        sketch.disk.write([UInt8](repeating: 1, count: 4096), at: try sketch.offset(100))
        try sketch.add(.init(name: "file", first: 101, byteCount: 10), to: 105)
        let harvest = try sketch.harvest()
        #expect(harvest.item(at: "/folder/file")?.isAllocated == true)
        let reason = byteCount > 8192 ? "chain-shorter-than-size" : "damaged-entry"
        #expect(harvest.failureNames == ["\(reason) /folder"])
        let folder = try #require(harvest.item(at: "/folder"))
        #expect(harvest.states == [folder.ordinal: [.partial]])
    }

    @Test("names a folder in a row that goes on behind the volume")
    func folderBehindEnd() throws {
        let sketch = try SketchedExFAT()
        let last = UInt32(sketch.heap.lastCluster)
        try sketch.mark(last, inUse: true)
        try sketch.add(.init(name: "folder", isFolder: true, first: last, byteCount: 8192, isContiguous: true))
        let harvest = try sketch.harvest()
        #expect(harvest.failureNames == ["cluster-outside-volume /folder"])
    }

    @Test("finds a file whose entries go on in the folder's next clusters, whatever the table says of a row")
    func longSets() throws {
        let sketch = try SketchedExFAT(clusterSize: 512)
        // An entry that a vendor may add (section 7.8), of which drivers leave alone what they do not know.
        let vendor: [UInt8] = [0xE0] + [UInt8](repeating: 7, count: 31)
        let file = SketchedExFAT.File(
            name: "file", first: 0, byteCount: 0, further: (0..<40).flatMap { _ in vendor })
        let set = SketchedExFAT.set(of: file)
        #expect(set.count == 43 * 32)
        for (name, clusters) in [("chained", [1000, 1010, 1020, 1030]), ("row", [1100, 1101, 1102, 1103])] {
            try sketch.chain(clusters.map(UInt32.init))
            let isRow = name == "row"
            // What is left of an older chain.
            if isRow { try sketch.chain([1100, 1200]) }
            try sketch.add(
                .init(
                    name: name, isFolder: true, first: UInt32(clusters[0]), byteCount: 2048, isContiguous: isRow))
            let folder = [UInt8](repeating: 1, count: 15 * 32) + set
            for (index, cluster) in clusters.enumerated() {
                sketch.disk.write(
                    Array(folder.dropFirst(index * 512).prefix(512)), at: try sketch.offset(UInt64(cluster)))
            }
        }
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        #expect(harvest.item(at: "/chained/file") != nil && harvest.item(at: "/row/file") != nil)
    }

    @Test("loses no more of a folder than its sectors that cannot be read")
    func damagedFolder() throws {
        let sketch = try SketchedExFAT()
        try sketch.chain([100])
        try sketch.add(.init(name: "folder", isFolder: true, first: 100, byteCount: 4096))
        let start = try sketch.offset(100)
        for (index, name) in ["one", "two", "three"].enumerated() {
            sketch.write(.init(name: name, first: 0, byteCount: 0), at: start + Int64(index) * 512)
            sketch.disk.write([UInt8](repeating: 1, count: 512 - 96), at: start + Int64(index) * 512 + 96)
        }
        sketch.disk.damage(ByteRange(offset: start + 512, byteCount: 512))
        let harvest = try sketch.harvest()
        #expect(harvest.item(at: "/folder/one") != nil && harvest.item(at: "/folder/three") != nil)
        #expect(harvest.item(at: "/folder/two") == nil)
        #expect(harvest.failureNames == ["chunk-checksum /folder"])
    }

    @Test("finds deleted entries without a folder, over the border of a sector too")
    func orphan() throws {
        let sketch = try SketchedExFAT()
        let start = try sketch.offset(200)
        sketch.disk.write([UInt8](repeating: 1, count: 1024), at: start)
        var set = SketchedExFAT.set(of: .init(name: "gone", first: 300, byteCount: 10))
        for entry in stride(from: 0, to: set.count, by: 32) { set[entry] &= 0x7F }
        sketch.disk.write(set, at: start + 480)
        let harvest = try sketch.harvest()
        let item = try #require(harvest.item(at: "/$OrphanFiles/gone"))
        let content = try sketch.offset(300)
        #expect(!item.isAllocated && item.runs == [Run(offset: content, byteCount: 10)])
    }

    /// VolumeFlags.ActiveFat (section 3.1.13.1), BitmapFlags (section 7.1.2.1).
    @Test("of two tables and bitmaps goes by those that are active")
    func secondTable() throws {
        let sketch = try SketchedExFAT()
        let (start, table) = (sketch.volume.range.offset, sketch.boot.table.copies)
        try sketch.chain([100, 110])
        try sketch.add(.init(name: "file", first: 100, byteCount: 8192))
        // The table is cut in two halves: the first holds what was, the second what is.
        let half = table.byteCount / 2 / 512 * 512
        #expect(half > 4 * 300)
        let bytes = try sketch.disk.bytes(at: table.offsets[0], byteCount: Int(half))
        sketch.disk.write(bytes, at: table.offsets[0] + half)
        sketch.disk.write([UInt8](repeating: 0, count: 4), at: table.offsets[0] + 4 * 100)
        sketch.disk.write(le(UInt32(half / 512)), at: start + 84)
        sketch.disk.write([2], at: start + 110)
        let former = try sketch.harvest()
        #expect(former.item(at: "/file")?.reading == .nothing)
        // A second bitmap, in which all is in use.
        try sketch.chain([120])
        sketch.disk.write(le(0xFFFF_FFFF as UInt32), at: table.offsets[0] + half + 4 * 120)
        sketch.disk.write([UInt8](repeating: 0xFF, count: 4096), at: try sketch.offset(120))
        try sketch.append([0x81, 1] + [UInt8](repeating: 0, count: 18) + le(120 as UInt32) + le(4096 as UInt64))
        sketch.disk.write([1, 0], at: start + 106)
        let harvest = try sketch.harvest()
        #expect(!harvest.extents.contains { $0.coverage == .unallocated })
        #expect(harvest.item(at: "/file")?.runs.count == 2)
        #expect(harvest.failures.contains { $0.detail.contains("not in use differs") })
    }
}
