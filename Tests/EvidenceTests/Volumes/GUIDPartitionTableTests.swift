import Evidence
import Findings
import Testing

@Suite("A GUID partition table")
struct GUIDPartitionTableTests {
    static func disk(sectorSize: Int64 = 512) -> SketchedDisk {
        let disk = SketchedDisk(byteCount: 2048 * sectorSize)
        disk.writeGUIDTable(
            [.init(first: 100, last: 199, name: "first"), .init(first: 400, last: 999, name: "zweite ü")],
            sectorSize: sectorSize)
        disk.writeExt2(at: 100 * sectorSize, blocks: 40)
        return disk
    }

    static func ranges(_ sectorSize: Int64 = 512) -> [ByteRange] {
        [
            ByteRange(offset: 100 * sectorSize, byteCount: 100 * sectorSize),
            ByteRange(offset: 400 * sectorSize, byteCount: 600 * sectorSize),
        ]
    }

    @Test("gives its volumes, for sectors of any size", arguments: [512, 2048, 4096] as [Int64])
    func givesVolumes(sectorSize: Int64) {
        let survey = Self.disk(sectorSize: sectorSize).survey
        #expect(survey.volumes.map(\.range) == Self.ranges(sectorSize))
        #expect(survey.volumes.map(\.description) == ["first", "zweite ü"])
        #expect(survey.volumes.map(\.scheme) == ["gpt", "gpt"])
        #expect(survey.failures.map(\.reason) == [.noFileSystem])
    }

    @Test("with any byte of its primary header changed gives the same volumes, and says that the backup was used")
    func usesBackup() {
        for byte in Int64(0)..<92 {
            let disk = Self.disk()
            disk.write([0xA5], at: 512 + byte)
            let survey = disk.survey
            #expect(survey.volumes.map(\.range) == Self.ranges(), "byte \(byte)")
            let damage = survey.failures.first { $0.reason == .gptHeaderDamaged }
            #expect(damage?.range?.offset == 512 && damage?.detail.contains("backup") == true, "byte \(byte)")
        }
    }

    @Test("with a damaged entry in its primary copy gives the backup's")
    func usesBackupEntries() {
        let disk = Self.disk()
        disk.write([0xFF], at: 1024 + 40)
        #expect(disk.survey.volumes.map(\.range) == Self.ranges())
        #expect(disk.survey.failures.contains { $0.reason == .gptHeaderDamaged && $0.range?.offset == 1024 })
    }

    @Test("with a damaged backup gives the primary's, and says so")
    func namesDamagedBackup() {
        let disk = Self.disk()
        disk.write([0xFF], at: 2047 * 512 + 60)
        #expect(disk.survey.volumes.map(\.range) == Self.ranges())
        #expect(disk.survey.failures.contains { $0.reason == .gptHeaderDamaged && $0.range?.offset == 2047 * 512 })
    }

    @Test("damaged in both copies gives what its entries still point to, and says that nothing vouches for them")
    func usesUncheckedEntries() {
        let disk = Self.disk()
        disk.write([0xFF], at: 512 + 60)
        disk.write([0xFF], at: 2047 * 512 + 60)
        #expect(disk.survey.volumes.map(\.range) == Self.ranges())
        #expect(disk.survey.failures.contains { $0.reason == .gptHeaderDamaged && $0.detail.contains("vouches") })
    }

    @Test("lost altogether leaves one volume that failed for that reason")
    func isRuined() {
        let disk = Self.disk()
        disk.write([UInt8](repeating: 0, count: 1024), at: 100 * 512 + 1024)
        disk.write([0xFF], at: 512 + 60)
        disk.write([0xFF], at: 2047 * 512 + 60)
        let survey = disk.survey
        #expect(survey.volumes.map(\.range) == [ByteRange(offset: 0, byteCount: disk.byteCount)])
        #expect(survey.volumes.map(\.state) == [.failed])
        #expect(survey.failures.map(\.reason) == [.gptHeaderDamaged])
        #expect(survey.failures.map(\.volume) == [0])
    }

    @Test(
        "with absurd counts is refused by name and costs no memory",
        arguments: [(UInt32.max, UInt32.max), (.max, 128), (1, .max), (0, 128), (128, 0), (128, 64), (1 << 20, 4096)])
    func refusesAbsurdCounts(count: UInt32, size: UInt32) {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.writeRecord([.init(type: 0xEE, start: 1, count: 2047)])
        disk.writeGUIDHeader(own: 1, other: 2047, array: 2, count: count, size: size, 0, 512)
        disk.writeGUIDHeader(own: 2047, other: 1, array: 2, count: count, size: size, 0, 512)
        #expect(disk.survey.failures.map(\.reason) == [.gptHeaderDamaged])
        #expect(disk.survey.volumes.count == 1)
    }

    @Test("with a header of impossible length is refused by name", arguments: [0, 91, 513, UInt32.max])
    func refusesAbsurdLength(byteCount: UInt32) {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.writeRecord([.init(type: 0xEE, start: 1, count: 2047)])
        disk.writeGUIDHeader(own: 1, other: 2047, array: 2, count: 128, size: 128, 0, 512, byteCount: byteCount)
        #expect(disk.survey.failures.map(\.reason) == [.gptHeaderDamaged])
    }

    @Test("whose entries reach beyond 2^63 bytes gives volumes that failed, and does not overflow")
    func survivesHugeEntries() {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.writeGUIDTable([
            .init(first: .max - 1, last: .max), .init(first: 1 << 62, last: .max), .init(first: 100, last: .max),
            .init(first: 500, last: 400),
        ])
        let survey = disk.survey
        #expect(survey.volumes.count == 3)
        #expect(survey.failures.contains { $0.reason == .volumeOutsideImage })
        for volume in survey.volumes { #expect(volume.range.end >= volume.range.offset) }
    }

    @Test("cut anywhere gives the volumes of the whole or names what is missing")
    func isNeverSilentlyCut() {
        for sectors in Int64(1)..<2048 where sectors < 110 || sectors % 97 == 0 || sectors > 2000 {
            let disk = Self.disk()
            disk.byteCount = sectors * 512 - 1
            let survey = disk.survey
            let reasons = Set(survey.failures.map(\.reason))
            #expect(
                !reasons.isDisjoint(with: [.truncatedImage, .gptHeaderDamaged, .volumeOutsideImage, .noFileSystem]),
                "cut at \(disk.byteCount)")
            #expect(sectors < 35 || survey.volumes.map(\.range) == Self.ranges(), "cut at \(disk.byteCount)")
        }
    }

    @Test("that is left over under a newer MBR is not used")
    func isLeftOver() {
        let disk = Self.disk()
        disk.writeRecord([.init(type: 0x83, start: 300, count: 700)])
        #expect(disk.survey.volumes.map(\.scheme) == ["mbr"])
    }

    @Test("is found by its backup where everything at the disk's start is wiped")
    func isFoundByBackup() {
        let disk = Self.disk()
        disk.write([UInt8](repeating: 0, count: 34 * 512), at: 0)
        #expect(disk.survey.volumes.map(\.range) == Self.ranges())
        #expect(disk.survey.failures.contains { $0.reason == .gptHeaderDamaged })
    }

    @Test("beside a hybrid MBR gives what only that names as well")
    func readsHybrid() {
        let disk = Self.disk()
        disk.writeRecord([
            .init(type: 0xEE, start: 1, count: 99), .init(type: 0x07, start: 100, count: 100),
            .init(type: 0x0C, start: 1200, count: 300),
        ])
        #expect(disk.survey.volumes.map(\.scheme) == ["gpt", "gpt", "mbr"])
        #expect(disk.survey.volumes.last?.range == sectors(1200, 300))
    }

    @Test("of more volumes than the limit lists that many, and says so")
    func limitsVolumes() {
        let disk = SketchedDisk(byteCount: 64 << 20)
        disk.writeGUIDTable((0..<4000).map { .init(first: 3000 + 10 * $0, last: 3009 + 10 * $0) }, count: 4096)
        let survey = disk.survey
        #expect(survey.volumes.count == 1_000)
        #expect(survey.failures.count { $0.reason == .itemLimit } == 1)
    }
}
