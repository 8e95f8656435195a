import Evidence
import Findings
import Testing

@Suite("Partition tables of other systems")
struct OtherPartitionTableTests {
    @Test(
        "An Apple partition map gives its volumes, without itself, free space and drivers",
        arguments: [512, 2048] as [UInt16])
    func readsAppleMap(blockSize: UInt16) {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeAppleMap(
            [
                ("Macintosh", "Apple_Driver43", 64, 32), ("disk image", "Apple_HFS", 100, 500),
                ("Extra", "Apple_Free", 600, 100), ("more", "Apple_UNIX_SVR2", 700, 50),
            ], blockSize: blockSize)
        let size = Int64(blockSize)
        #expect(
            disk.survey.volumes.map(\.range) == [
                ByteRange(offset: 100 * size, byteCount: 500 * size),
                ByteRange(offset: 700 * size, byteCount: 50 * size),
            ])
        #expect(disk.survey.volumes.map(\.scheme) == ["apm", "apm"])
        #expect(disk.survey.volumes.first?.description == "disk image (Apple_HFS)")
    }

    @Test("An Apple partition map with an entry missing names it, and keeps what came before")
    func namesBrokenAppleMap() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeAppleMap([("one", "Apple_HFS", 100, 500), ("two", "Apple_HFS", 700, 50)])
        disk.write([0, 0], at: 3 * 512)
        #expect(disk.survey.volumes.count == 1)
        #expect(disk.survey.failures.contains { $0.reason == .partitionTableDamaged && $0.range?.offset == 3 * 512 })
    }

    @Test("An Apple partition map that claims billions of entries is read as far as it goes")
    func endsAppleMap() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeAppleMap([("one", "Apple_HFS", 100, 500)])
        disk.write(be(UInt32.max), at: 512 + 4)
        #expect(disk.survey.volumes.count == 1)
        #expect(disk.survey.failures.contains { $0.reason == .partitionTableDamaged })
    }

    @Test("A BSD label on the whole disk gives its partitions, without the one that is everything")
    func readsBSDLabel() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeBSDLabel([(64, 4000, 7), (4064, 1000, 1), (0, 16_384, 0), (6000, 2000, 7)])
        #expect(disk.survey.volumes.map(\.range.offset) == [32_768, 2_080_768, 3_072_000])
        #expect(disk.survey.volumes.map(\.description) == ["a: 4.2BSD", "b: swap", "d: 4.2BSD"])
    }

    @Test("A BSD label in a partition counts from the disk's start or the partition's, as its raw partition says")
    func tellsOrigin() {
        for (type, origin, raw) in [(UInt8(0xA5), Int64(1000), UInt32(0)), (0xA6, 0, 1000)] {
            let disk = SketchedDisk(byteCount: 8 << 20)
            disk.writeRecord([.init(type: type, start: 1000, count: 8000)])
            disk.writeBSDLabel([(1016, 2000, 7), (0, 0, 0), (raw, 8000, 0)], behind: 1000 * 512)
            #expect(disk.survey.volumes.map(\.scheme) == ["bsd"])
            #expect(disk.survey.volumes.map(\.range.offset) == [(origin + 1016) * 512])
        }
    }

    @Test("A BSD label whose checksum is wrong is none")
    func checksBSDLabel() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeBSDLabel([(64, 4000, 7)])
        disk.write([0xFF], at: 512 + 60)
        #expect(disk.survey.volumes.map(\.scheme) == ["none"])
    }

    @Test("A Sun label gives its slices, without the one that is the whole disk")
    func readsSunLabel() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        disk.writeSunLabel([(0, 20_160, 2), (20, 10_080, 3), (0, 120_960, 5), (0, 0, 0), (40, 5_040, 8)])
        #expect(disk.survey.volumes.map(\.range.offset) == [0, 10_321_920, 20_643_840])
        #expect(disk.survey.volumes.map(\.description) == ["slice 0: root", "slice 1: swap", "slice 4: home"])
    }

    @Test("A Solaris partition of a PC gives the slices of the label inside it")
    func readsSolarisPartition() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeRecord([.init(type: 0xBF, start: 1000, count: 8000)])
        disk.write(le(UInt32(0x600D_DEEE)), at: 1001 * 512 + 12)
        disk.write(le(UInt16(16)), at: 1001 * 512 + 30)
        disk.write(le(UInt16(2)) + le(UInt16(0)) + le(UInt32(100)) + le(UInt32(500)), at: 1001 * 512 + 72)
        disk.write(le(UInt16(5)) + le(UInt16(0)) + le(UInt32(0)) + le(UInt32(8000)), at: 1001 * 512 + 96)
        #expect(disk.survey.volumes.map(\.range) == [sectors(1100, 500)])
        #expect(disk.survey.volumes.map(\.scheme) == ["sun"])
    }

    @Test("A label or map that names nothing does not hide the file system that is there", arguments: ["bsd", "apm"])
    func emptyTable(scheme: String) {
        let disk = SketchedDisk(byteCount: 8 << 20)
        if scheme == "bsd" {
            disk.writeBSDLabel([(0, 0, 0), (0, 0, 0), (0, 16_384, 0)])
        } else {
            disk.writeAppleMap([])
        }
        #expect(disk.survey.volumes == [] && disk.survey.failures == [])
        disk.writeExt2(at: 0)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["ext2"] && disk.survey.failures == [])
    }

    @Test("A partition whose inner label names nothing is a volume itself", arguments: [0xA5, 0xBF] as [UInt8])
    func emptyInnerTable(type: UInt8) {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeRecord([.init(type: type, start: 1000, count: 8000)])
        if type == 0xA5 {
            disk.writeBSDLabel([(0, 0, 0)], behind: 1000 * 512)
        } else {
            disk.write(le(UInt32(0x600D_DEEE)), at: 1001 * 512 + 12)
            disk.write(le(UInt16(16)), at: 1001 * 512 + 30)
        }
        disk.writeExt2(at: 1000 * 512)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["ext2"])
        #expect(disk.survey.volumes.map(\.range) == [sectors(1000, 8000)])
    }

    @Test("A file system at the start of a device that is left aside for a table is named")
    func formerFileSystem() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        disk.writeExt2(at: 0)
        disk.writeRecord([.init(type: 0x83, start: 2048, count: 100_000)])
        disk.writeExt2(at: 2048 * 512)
        #expect(disk.survey.volumes.map(\.range) == [sectors(2048, 100_000)])
        #expect(disk.survey.failures.map(\.reason) == [.formerFileSystem])
        #expect(disk.survey.failures.first?.detail.contains("ext2") == true)
    }

    @Test("A disc that is partitioned as well is one volume, beside what lies behind it or holds something else")
    func readsHybridDisc() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.writeDisc(label: "LIVE", blocks: 2000)
        disk.writeRecord([.init(type: 0x17, start: 64, count: 7936), .init(type: 0xEF, start: 9000, count: 2000)])
        let survey = disk.survey
        #expect(survey.volumes.map(\.range.offset) == [0, 4_608_000])
        #expect(survey.volumes.map(\.fileSystem) == ["iso9660", nil])
        #expect(survey.volumes.first?.label == "LIVE")
    }

    @Test("A disc that a disk held before it was partitioned is not mistaken for what it holds now")
    func ignoresFormerDisc() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        disk.writeDisc(label: "LIVE", blocks: 600)
        disk.writeRecord([.init(type: 0x83, start: 2048, count: 100_000)])
        disk.writeExt2(at: 2048 * 512)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["ext2"])
    }
}
