import Evidence
import Findings
import TestSupport
import Testing

@Suite("Hostile tables and superblocks")
struct SurveyFuzzTests {
    @Test("never crash the survey, nor make it say what cannot be", arguments: UInt64(0)..<400)
    func survivesMutations(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let disk = Self.drawings[Int(seed) % Self.drawings.count](&random)
        for _ in 0..<Int.random(in: 1...24, using: &random) { Self.mutate(disk, using: &random) }
        if Bool.random(using: &random) { disk.byteCount = .random(in: 0...disk.byteCount, using: &random) }
        Self.check(disk)
    }

    @Test("may be cut anywhere", arguments: 0..<8)
    func survivesCuts(drawing: Int) {
        var random = SplitMix64(seed: UInt64(drawing))
        let disk = Self.drawings[drawing % Self.drawings.count](&random)
        let full = disk.byteCount
        for byteCount in stride(from: Int64(0), to: min(full, 70_000), by: 509) {
            disk.byteCount = byteCount
            Self.check(disk)
        }
    }

    @Test(
        "made from real file systems never crash it either", .enabled(if: !SurveyTruth.all.isEmpty),
        arguments: SurveyTruth.all.filter { SurveyFuzzTests.realOnes.contains($0.id) })
    func survivesMutatedFileSystems(truth: SurveyTruth) throws {
        let whole = try truth.sketch()
        for seed in UInt64(0)..<40 {
            var random = SplitMix64(seed: seed)
            let disk = whole.copy()
            for _ in 0..<Int.random(in: 1...40, using: &random) { Self.mutate(disk, using: &random) }
            if Bool.random(using: &random) { disk.byteCount = .random(in: 0...disk.byteCount, using: &random) }
            Self.check(disk)
        }
    }

    static let realOnes: Set<String> = [
        "dfvfs-apfs.raw", "dfvfs-hfsplus.raw", "colinfinck-ntfs-testfs1.raw", "dfir_ntfs-win_exfat_7.raw",
        "own-small.raw", "own-fs-iso-joliet-rock.iso", "rust-fatfs-fat12.img", "own-bad-mbr-loop.raw",
    ]

    /// What holds of every survey, whatever the disk is.
    static func check(_ disk: SketchedDisk) {
        let survey = disk.survey
        #expect(survey.volumes.count <= 1_000)
        #expect(survey.volumes.enumerated().allSatisfy { $0.offset == Int($0.element.index) })
        #expect(survey.volumes.map(\.range.offset) == survey.volumes.map(\.range.offset).sorted())
        for volume in survey.volumes {
            #expect(volume.range.offset >= 0 && volume.range.end >= volume.range.offset)
            let isNamed = survey.failures.contains { $0.volume == volume.index }
            #expect(volume.state == .readable || isNamed, "silence about volume \(volume.index)")
        }
        for extent in survey.extents {
            #expect(extent.range.offset >= 0 && extent.range.byteCount > 0 && extent.range.end <= disk.byteCount)
        }
        let reach = (survey.volumes.map(\.range) + survey.extents.map(\.range)).sorted().reduce(Int64(0)) {
            $1.offset <= $0 ? max($0, $1.end) : $0
        }
        #expect(reach >= disk.byteCount, "bytes from \(reach) on are in no volume and no extent")
    }

    /// Changes a byte, a number or a stretch, most often where tables and superblocks lie.
    static func mutate(_ disk: SketchedDisk, using random: inout SplitMix64) {
        let apfs = 4096 * Int64.random(in: 0..<120, using: &random)
        let places: [Int64] = [
            apfs, 0, 440, 512, 1024, 4096, 32_768, 65_536, disk.byteCount - 1024, disk.byteCount - 66_000,
        ]
        let place = max(0, (places.randomElement(using: &random) ?? 0) + .random(in: 0..<600, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: disk.write([.random(in: .min ... .max, using: &random)], at: place)
        case 1: disk.write(le(UInt32.random(in: .min ... .max, using: &random)), at: place & ~3)
        case 2: disk.write(le([UInt64.max, 0, 1, 1 << 63, 1 << 62].randomElement(using: &random) ?? 0), at: place & ~7)
        case 3: disk.write((0..<64).map { _ in UInt8.random(in: .min ... .max, using: &random) }, at: place)
        default:
            disk.damage(ByteRange(offset: place, byteCount: .random(in: 1..<100_000, using: &random)))
        }
    }

    typealias Drawing = @Sendable (inout SplitMix64) -> SketchedDisk

    static let drawings: [Drawing] = [
        { random in
            let disk = SketchedDisk(byteCount: 4 << 20)
            disk.writeRecord(
                (0..<4).map { _ in
                    .init(
                        type: [0x83, 0x05, 0x0F, 0xA5, 0xBF, 0xEE, 0x07].randomElement(using: &random) ?? 1,
                        start: .random(in: 0...9000, using: &random), count: .random(in: 0...9000, using: &random))
                })
            disk.writeExt2(at: 51_200)
            return disk
        },
        { random in
            let disk = SketchedDisk(byteCount: 4 << 20)
            let places = (0..<20).map { _ in UInt32.random(in: 100...8000, using: &random) }
            disk.writeChain(start: 100, count: 8000, places: places)
            return disk
        },
        { random in
            let disk = SketchedDisk(byteCount: 4 << 20)
            disk.writeGUIDTable(
                (0..<20).map { _ in
                    .init(first: .random(in: 0...9000, using: &random), last: .random(in: 0...9000, using: &random))
                })
            disk.writeExt2(at: 51_200)
            return disk
        },
        { random in
            let disk = SketchedDisk(byteCount: 4 << 20)
            disk.writeAppleMap(
                (0..<5).map { _ in ("a", "Apple_HFS", .random(in: 0...9000, using: &random), 700) })
            return disk
        },
        { random in
            let disk = SketchedDisk(byteCount: 4 << 20)
            disk.writeBSDLabel((0..<8).map { _ in (.random(in: 0...9000, using: &random), 600, 7) })
            return disk
        },
        { _ in
            let disk = SketchedDisk(byteCount: 64 << 20)
            disk.writeFAT(clusters: 30_000)
            return disk
        },
        { _ in
            let disk = SketchedDisk(byteCount: 4 << 20)
            disk.writeDisc(label: "DISC", blocks: 1000)
            disk.writeRecord([.init(type: 0x17, start: 64, count: 7936), .init(type: 0xEF, start: 9000, count: 2000)])
            return disk
        },
        { _ in
            let disk = SketchedDisk(byteCount: 64 << 20)
            disk.writeSunLabel([(0, 20_160, 2), (20, 10_080, 3), (0, 120_960, 5), (40, 5_040, 8)])
            return disk
        },
    ]
}
