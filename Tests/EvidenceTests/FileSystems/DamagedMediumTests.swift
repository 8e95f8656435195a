import Findings
import Testing

@testable import Evidence

@Suite("A file system on a damaged medium", .enabled(if: !SurveyTruth.all.isEmpty, "the evidence is not there"))
struct DamagedMediumTests {
    private func disk() throws -> SketchedDisk {
        try #require(SurveyTruth.all.first { $0.id == "own-small.raw" }).sketch()
    }

    @Test("NTFS: files whose records are gone keep their names, by their folder, and the range is named")
    func masterFileTable() throws {
        let disk = try disk()
        let volume = Survey(of: disk).volumes[2]
        let geometry = try NTFSGeometry(of: volume, on: disk)
        let table = try #require(geometry.offset(ofCluster: geometry.tableCluster))
        // The records of file3.bin, file4.bin and file5.bin.
        disk.damage(ByteRange(offset: table + 69 * 1024, byteCount: 3 * 1024))
        let harvest = try Harvest(of: volume, on: disk)
        for name in ["file3.bin", "file4.bin", "file5.bin"] {
            let item = try #require(harvest.item(at: "/folder/\(name)"))
            #expect(item.reading == .nothing && item.isAllocated)
            #expect(harvest.failures.contains { $0.ordinal == item.ordinal && $0.reason == .chunkChecksum })
        }
        let stretch = try #require(harvest.failures.first { $0.address == "69" && $0.ordinal == nil })
        #expect(stretch.range == ByteRange(offset: table + 69 * 1024, byteCount: 3 * 1024))
        #expect(harvest.item(at: "/folder/file6.bin")?.reading == .runs)
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("NTFS: the mirror stands in for the first records")
    func mirror() throws {
        let disk = try disk()
        let volume = Survey(of: disk).volumes[2]
        let geometry = try NTFSGeometry(of: volume, on: disk)
        disk.write("BROKEN", at: try #require(geometry.offset(ofCluster: geometry.tableCluster)))
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.failures.contains { $0.reason == .fileSystemDamaged && $0.detail.contains("mirror") })
        #expect(harvest.item(at: "/folder/sub/notes.txt") != nil)
    }

    @Test("NTFS: the copy of the boot sector stands in for it")
    func bootSector() throws {
        let disk = try disk()
        let volume = Survey(of: disk).volumes[2]
        let sectors = try disk.bytes(at: volume.range.offset, byteCount: 512)[...].le64(40)
        let end = try #require(sectors.flatMap { Int64(exactly: $0) }) * 512
        var whole = volume
        whole.range.byteCount = end + 512
        disk.write([UInt8](repeating: 0, count: 512), at: volume.range.offset)
        #expect(try Harvest(of: whole, on: disk).item(at: "/folder/sub/notes.txt") != nil)
    }

    @Test("ext: a folder's block that cannot be read is a failure of the folder; its files are found by their inodes")
    func folderBlock() throws {
        let disk = try disk()
        let volume = Survey(of: disk).volumes[1]
        let groups = ExtGroups(
            try ExtSuperblock(of: volume, on: disk), start: volume.range.offset, on: disk)
        let sub = try ExtInode(13, in: groups)
        let block = try #require(try ExtBlockMap.runs(of: sub, in: groups).first?.block)
        let range = ByteRange(offset: try #require(groups.offset(ofBlock: block)), byteCount: 1024)
        disk.damage(range)
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.failureNames == ["chunk-checksum /folder/sub"])
        #expect(harvest.failures.first?.range == range)
        let folder = try #require(harvest.item(at: "/folder/sub"))
        #expect(harvest.states == [folder.ordinal: [.failed]])
        #expect(harvest.item(at: "/$OrphanFiles/OrphanFile-22")?.byteCount == 47)
    }

    @Test("FAT: the second table stands in for the first where that cannot be read")
    func secondTable() throws {
        let disk = try disk()
        let volume = Survey(of: disk).volumes[0]
        let intact = try Harvest(of: volume, on: disk)
        disk.damage(ByteRange(offset: volume.range.offset + 512, byteCount: 9 * 512))
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(harvest.failures == [])
    }

    @Test("A volume whose beginning cannot be read is one failure, and all of it is failed", arguments: 0..<3)
    func beginning(index: Int) throws {
        let disk = try disk()
        let volume = Survey(of: disk).volumes[index]
        disk.damage(volume.range)
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items.isEmpty && harvest.failures.count == 1)
        #expect(harvest.extents == [Extent(range: volume.range, coverage: .failed)])
    }
}
