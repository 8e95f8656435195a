import Evidence
import Findings
import Testing

@Suite("Volumes on a device")
struct VolumeLayoutTests {
    @Test("that overlap are all examined, and each overlap is named with its bytes")
    func namesOverlaps() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([
            .init(type: 0x83, start: 100, count: 2000), .init(type: 0x83, start: 500, count: 100),
            .init(type: 0x83, start: 2000, count: 1000), .init(type: 0x83, start: 5000, count: 1000),
        ])
        for start in [100, 500, 2000, 5000] as [Int64] { disk.writeExt2(at: start * 512, blocks: 20) }
        let survey = disk.survey
        #expect(survey.volumes.map(\.state) == [.readable, .readable, .readable, .readable])
        let overlaps = survey.failures.filter { $0.reason == .overlappingVolumes }
        #expect(overlaps.map(\.volume) == [1, 2])
        #expect(
            overlaps.map(\.range) == [
                sectors(500, 100), sectors(2000, 100),
            ])
    }

    @Test("leave what is before, between and behind them unpartitioned, the table included")
    func namesGaps() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([.init(type: 0x83, start: 100, count: 200), .init(type: 0x83, start: 300, count: 100)])
        let survey = disk.survey
        let gaps = survey.extents.filter { $0.coverage == .unpartitioned }.map(\.range)
        #expect(
            gaps == [sectors(0, 100), sectors(400, 7792)])
        #expect(survey.extents.count { $0.coverage == .failed } == 2)
    }

    @Test("that end past the image are cut short where something says so, and else reach outside")
    func tellsCutFromOutside() {
        for (blocks, reason) in [(UInt32(20), Failure.Reason.volumeOutsideImage), (4096, .truncatedImage)] {
            let disk = SketchedDisk(byteCount: 1 << 20)
            disk.writeRecord([.init(type: 0x83, start: 1000, count: 10_000)])
            disk.writeExt2(at: 1000 * 512, blocks: blocks)
            let survey = disk.survey
            #expect(survey.volumes.map(\.state) == [.readable])
            #expect(survey.failures.map(\.reason) == [reason])
            #expect(survey.failures.first?.range == sectors(2048, 8952))
        }
    }

    @Test("that are shorter than their file system are examined, and that is named")
    func namesShortPartition() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([.init(type: 0x83, start: 100, count: 100)])
        disk.writeExt2(at: 51_200, blocks: 1000)
        #expect(disk.survey.volumes.map(\.state) == [.readable])
        #expect(disk.survey.failures.map(\.reason) == [.fileSystemDamaged])
        // What lies behind the end is the next volume's, if there is one.
        #expect(disk.survey.failures.first?.range == sectors(200, 0))
    }

    @Test("that begin in bytes that cannot be read fail with the damage's own reason, once for each cause")
    func namesDamage() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeRecord([.init(type: 0x83, start: 100, count: 2000), .init(type: 0x83, start: 3000, count: 2000)])
        disk.writeExt2(at: 3000 * 512, blocks: 20)
        disk.damage(ByteRange(offset: 51_200, byteCount: 1_000_000))
        let survey = disk.survey
        #expect(survey.volumes.map(\.state) == [.failed, .readable])
        #expect(survey.failures.map(\.reason) == [.chunkChecksum])
        #expect(survey.failures.first?.range == ByteRange(offset: 51_200, byteCount: 1_000_000))
    }

    @Test("of no bytes are none, and that is named")
    func namesEmptyImage() {
        let survey = SketchedDisk(byteCount: 0).survey
        #expect(survey.volumes == [] && survey.extents == [])
        #expect(survey.failures.map(\.reason) == [.emptyImage])
    }

    @Test("and damage that was known before are told together, the image's first")
    func passesKnownDamageOn() {
        let known = Failure(scope: .range, stage: .survey, reason: .missingSegment, detail: "gone")
        let survey = Survey(of: SketchedDisk(byteCount: 1000), unreadable: [known])
        #expect(survey.failures.map(\.reason) == [.missingSegment, .noFileSystem])
    }
}
