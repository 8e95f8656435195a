import Evidence
import Findings
import Testing

@Suite("A master boot record")
struct MasterBootRecordTests {
    @Test("gives its volumes in the order of the disk, whatever the order of its entries")
    func ordersVolumes() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([
            .init(type: 0x83, start: 4000, count: 1000), .init(type: 0x07, start: 100, count: 50),
            .init(type: 0x83, start: 100, count: 20),
        ])
        let survey = disk.survey
        #expect(survey.volumes.map(\.range.offset) == [51_200, 51_200, 2_048_000])
        #expect(survey.volumes.map(\.index) == [0, 1, 2])
        #expect(survey.volumes.map(\.description) == ["NTFS / exFAT (0x07)", "Linux (0x83)", "Linux (0x83)"])
    }

    @Test("gives every logical volume of a long chain")
    func followsChain() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        let places = (0..<200).map { UInt32(100 + 20 * $0) }
        disk.writeChain(start: 100, count: 10_000, places: places)
        #expect(disk.survey.volumes.map(\.range.offset) == places.map { Int64($0 + 1) * 512 })
    }

    @Test("whose chain loops ends, gives each volume once and names the loop", arguments: [0, 1, 3])
    func endsLoop(backTo: Int) {
        let disk = SketchedDisk(byteCount: 4 << 20)
        let places: [UInt32] = [100, 200, 300, 400]
        disk.writeChain(start: 100, count: 1000, places: places + [places[backTo]])
        disk.writeRecord(
            [.init(type: 0x83, start: 1, count: 10), .init(type: 0x05, start: places[backTo] - 100, count: 11)],
            atSector: 400)
        if backTo < 3 {
            disk.writeRecord(
                [
                    .init(type: 0x83, start: 1, count: 10),
                    .init(type: 0x05, start: places[backTo + 1] - 100, count: 11),
                ],
                atSector: Int64(places[backTo]))
        }
        let survey = disk.survey
        #expect(survey.volumes.map(\.range.offset) == places.map { Int64($0 + 1) * 512 })
        let loops = survey.failures.filter { $0.reason == .partitionTableLoop }
        #expect(loops.map(\.range) == [ByteRange(offset: Int64(places[backTo]) * 512, byteCount: 512)])
    }

    @Test("whose chain never seems to end is read up to the limit, and says so")
    func limitsChain() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        disk.writeChain(start: 100, count: 100_000, places: (0..<1500).map { UInt32(100 + 20 * $0) })
        let survey = disk.survey
        #expect(survey.volumes.count == 1_000)
        #expect(survey.failures.contains { $0.scope == .image && $0.reason == .partitionTableDamaged })
    }

    @Test("names a record of its chain that is damaged, unreadable or past the end, and keeps what came before")
    func namesBrokenChain() {
        for (damage, reason) in [
            (0, Failure.Reason.partitionTableDamaged), (1, .chunkChecksum), (2, .volumeOutsideImage),
        ] {
            let disk = SketchedDisk(byteCount: damage == 2 ? 300 * 512 : 4 << 20)
            disk.writeChain(start: 100, count: 1000, places: [100, 200, 300, 400])
            if damage == 0 { disk.write([0, 0], at: 300 * 512 + 510) }
            if damage == 1 { disk.damage(ByteRange(offset: 300 * 512, byteCount: 512)) }
            let survey = disk.survey
            #expect(survey.volumes.map(\.range.offset) == [51_712, 102_912])
            #expect(survey.failures.contains { $0.reason == reason && $0.range?.offset == 300 * 512 }, "\(reason)")
        }
    }

    @Test("of sectors of 4,096 bytes is told by what lies where its numbers point")
    func tellsSectorSize() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        disk.writeRecord([.init(type: 0x83, start: 256, count: 1000)])
        disk.writeExt2(at: 256 * 4096)
        #expect(disk.survey.volumes.map(\.range) == [ByteRange(offset: 1 << 20, byteCount: 4_096_000)])
        #expect(disk.survey.volumes.first?.fileSystem == "ext2")
    }

    @Test("with a damaged entry is used as far as it points to something known, and the damage is named")
    func usesDoubtfulRecord() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([
            .init(type: 0x83, start: 100, count: 1000, status: 0x33), .init(type: 0x83, start: 2000, count: 9),
        ])
        #expect(disk.survey.volumes.map(\.scheme) == ["none"])
        disk.writeExt2(at: 51_200)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["ext2", nil])
        #expect(disk.survey.failures.contains { $0.reason == .partitionTableDamaged })
    }

    @Test("is not taken from the boot sector of a file system")
    func isNotBootSector() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([.init(type: 0x83, start: 100, count: 1000)])
        disk.write([0xEB, 0x52, 0x90] + Array("NTFS    ".utf8) + le(UInt16(512)) + [8], at: 0)
        disk.write(le(UInt64(8000)), at: 40)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["ntfs"])
        #expect(disk.survey.volumes.map(\.scheme) == ["none"])
    }

    @Test("has the word where the superblock of a former file system lies behind it")
    func outweighsRemains() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeExt2(at: 0, blocks: 4096)
        disk.writeRecord([.init(type: 0x83, start: 100, count: 1000)])
        #expect(disk.survey.volumes.map(\.scheme) == ["mbr"])
    }

    @Test("without a partition leaves the whole disk unpartitioned")
    func hasNoPartition() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([])
        disk.write([1, 2, 3, 4], at: 440)
        #expect(disk.survey.volumes == [])
        #expect(
            disk.survey.extents == [
                Extent(range: ByteRange(offset: 0, byteCount: 4 << 20), coverage: .unpartitioned)
            ])
    }

    @Test("that nobody can read leaves one volume that failed, with the damage's own reason")
    func isUnreadable() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.damage(ByteRange(offset: 0, byteCount: 4 << 20))
        let survey = disk.survey
        #expect(survey.volumes.map(\.state) == [.failed])
        #expect(survey.failures.map(\.reason) == [.chunkChecksum])
        #expect(survey.extents.map(\.coverage) == [.failed])
    }
}
