import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("A file system made to mislead", .enabled(if: !SurveyTruth.all.isEmpty, "the evidence is not there"))
struct HostileFileSystemTests {
    /// What is wrong with an exhibit: each loss by its name and its path.
    struct Losses: CustomTestStringConvertible, Sendable {
        let id: String
        let failures: [String]
        var testDescription: String { id }
    }

    static let losses = [
        Losses(
            id: "own-bad-ntfs-mft.raw",
            failures: [
                "damaged-entry /folder/file0.bin", "damaged-entry /folder/file1.bin", "damaged-entry /folder/file2.bin",
                "cluster-outside-volume /folder/file3.bin", "size-limit /folder/file4.bin",
            ]),
        Losses(id: "own-bad-ntfs-cycle.raw", failures: ["directory-cycle /folder/sub/notes.txt"]),
        Losses(
            id: "own-bad-fat-loop.raw",
            failures: [
                "cluster-outside-volume /folder/file7.bin", "size-exceeds-volume /folder/file6.bin",
                "chain-shorter-than-size /folder/file5.bin", "directory-cycle /folder/sub",
                "cluster-loop /folder/file3.bin", "directory-cycle /folder/sub/sub",
            ]),
        Losses(
            id: "own-bad-ext4.raw",
            failures: [
                "cluster-outside-volume /folder/file6.bin", "size-limit /folder/file7.bin",
                "directory-cycle /folder/sub/up",
            ]),
        Losses(id: "own-bad-ext4-8TiB.raw", failures: ["size-limit /eight TiB"]),
        // Half deleted by Linux's driver when it was imaged: The Sleuth Kit shows it as a name without a folder.
        Losses(id: "dfir_ntfs-ntfs3.raw", failures: ["damaged-entry /test/1.txt"]),
    ]

    @Test("has each of its losses named, with its path", arguments: losses.filter { SurveyTruth.isAtHand($0.id) })
    func namesLosses(losses: Losses) throws {
        let truth = try #require(SurveyTruth.all.first { $0.id == losses.id })
        try truth.unpacked { path in
            let image = try Image(opening: path)
            let volume = try #require(Survey(of: image).volumes.first)
            let harvest = try Harvest(of: volume, on: image)
            #expect(Set(harvest.failureNames) == Set(losses.failures))
            let lost = ["chain-shorter-than-size", "size-limit", "size-exceeds-volume", "cluster-outside-volume"]
            for failure in harvest.failures where lost.contains(failure.reason.rawValue) {
                let item = try #require(harvest.items.first { $0.ordinal == failure.ordinal })
                #expect(item.reading == .nothing, "a digest of what is lost would be invented")
            }
        }
    }

    @Test(
        "that is none of that has no failure at all",
        arguments: WalkTruthTests.walkable.filter { truth in
            !losses.contains { $0.id == truth.id } && !truth.id.hasPrefix("own-bad")
                && !truth.id.hasPrefix("dfir_ntfs-fat") && truth.format == "raw"
        })
    func isSilentOnIntactOnes(truth: SurveyTruth) throws {
        try truth.unpacked { path in
            let image = try Image(opening: path)
            for volume in Survey(of: image).volumes where volume.state == .readable {
                #expect(try Harvest(of: volume, on: image).failureNames == [])
            }
        }
    }

    // MARK: Mutations

    /// Volumes of which our own parsers read every byte, in Swift: whatever is written over them must not trap.
    static let ours: [(id: String, volume: Int)] = [
        ("own-small.raw", 0), ("own-small.raw", 1), ("own-small.raw", 2), ("own-bad-ext4.raw", 0),
        ("own-bad-fat-loop.raw", 0), ("dfir_ntfs-win_exfat_7.raw", 0),
    ]

    @Test(
        "never makes a walk trap, go on forever or break its promises",
        arguments: ours.indices.filter { SurveyTruth.isAtHand(ours[$0].id) })
    func survivesMutations(index: Int) throws {
        let truth = try #require(SurveyTruth.all.first { $0.id == Self.ours[index].id })
        let whole = try truth.sketch()
        let volume = Survey(of: whole).volumes[Self.ours[index].volume]
        for seed in UInt64(0)..<25 {
            var random = SplitMix64(seed: seed)
            let disk = whole.copy()
            try Self.mutate(disk, volume.range, using: &random)
            let harvest = try Harvest(of: volume, on: disk)
            #expect(harvest.brokenPromises(on: disk) == [], "seed \(seed)")
        }
    }

    /// Writes over a few places, most of them near the beginning, where the structures are.
    static func mutate(_ disk: SketchedDisk, _ range: ByteRange, using random: inout SplitMix64) throws {
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let reach = Bool.random(using: &random) ? range.byteCount : range.byteCount / 16
            let offset = range.offset + .random(in: 0..<reach - 512, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: disk.write([.random(in: 0...255, using: &random)], at: offset)
            case 1: disk.write([0xFF, 0xFF, 0xFF, 0xFF], at: offset)
            case 2: disk.write([0, 0, 0, 0, 0, 0, 0, 0x80], at: offset)
            default:
                let source = range.offset + .random(in: 0..<reach - 512, using: &random)
                disk.write(try disk.bytes(at: source, byteCount: 512), at: offset)
            }
        }
        if Bool.random(using: &random) {
            disk.damage(
                ByteRange(offset: range.offset + .random(in: 0..<range.byteCount, using: &random), byteCount: 4096))
        }
    }
}
