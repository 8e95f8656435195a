import Findings
import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("UFS, held against the tree that it was made of", .enabled(if: FFSImage.canBeMade, "makefs is not there"))
struct FFSTests {
    @Test("has every file, name and link with its content", arguments: FFSImage.all)
    func agrees(image: FFSImage) throws {
        let tree = try FileTreeSample()
        let disk = try image.disk(of: tree.url)
        let volume = try #require(disk.survey.volumes.first)
        #expect(volume.fileSystem == "ufs" && volume.state == .readable)
        let sparse = try #require(try Harvest(of: volume, on: disk).item(at: "/sparse"))
        for index in Int64(2)..<9 { try image.punch(index, of: #require(Int64(sparse.address)), on: disk) }
        let harvest = try Harvest(of: volume, on: disk)
        let differences = try tree.differences(from: harvest, on: disk)
        #expect(differences == [])
        #expect(harvest.item(at: "/sparse")?.runs.contains { $0.offset == nil } == true)
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("that is cut off names what is lost, and has the rest", arguments: FFSImage.all)
    func truncated(image: FFSImage) throws {
        let tree = try FileTreeSample()
        let disk = try image.disk(of: tree.url)
        let volume = try #require(disk.survey.volumes.first)
        let whole = try Harvest(of: volume, on: disk)
        for byteCount in [Int64(3 << 20), 1 << 20, 512 << 10, 160 << 10, 80 << 10] {
            disk.byteCount = byteCount
            let harvest = try Harvest(of: volume, on: disk)
            #expect(harvest.brokenPromises(on: disk) == [])
            let (paths, digests) = (Set(harvest.items.map(\.path)), try harvest.digests(on: disk))
            for item in whole.items where item.isAllocated && item.kind == .file {
                let isCut = item.runs.contains { ($0.range?.end ?? 0) > byteCount }
                if paths.contains(item.path) {
                    if isCut {
                        #expect(harvest.items.filter { $0.path == item.path }.allSatisfy { digests[$0.ordinal] == nil })
                    }
                } else {
                    #expect(!harvest.failures.isEmpty, "\(WalkTruth.escaped(item.path)) is gone without a word")
                }
            }
        }
    }

    @Test(
        "has each block of a deleted file asked whether it is in use again", arguments: FFSImage.all.prefix(2),
        [true, false])
    func overwritten(image: FFSImage, isInUse: Bool) throws {
        let tree = try FileTreeSample()
        let disk = try image.disk(of: tree.url)
        let volume = try #require(disk.survey.volumes.first)
        let file = try #require(try Harvest(of: volume, on: disk).item(at: "/large"))
        let longest = try #require(file.runs.compactMap(\.range).max { $0.byteCount < $1.byteCount })
        #expect(longest.byteCount >= 8192 * 512)
        let kept = longest.offset + 4097 * 512
        try image.delete(file, named: "large", but: isInUse ? kept : -1, on: disk)
        let harvest = try Harvest(of: volume, on: disk)
        let deleted = try #require(harvest.items.first { $0.address == file.address })
        #expect(!deleted.isAllocated && deleted.byteCount == 5_000_000)
        #expect(deleted.isOverwritten == isInUse)
    }

    @Test("is asked block by block where its blocks in use are too scattered to be kept", arguments: [0, 1 << 22])
    func scattered(limit: Int) throws {
        let tree = try FileTreeSample()
        let disk = try FFSImage.all[0].disk(of: tree.url)
        let volume = try #require(disk.survey.volumes.first)
        let fileSystem = try TSKFileSystem(of: volume, on: disk)
        let used = TSKUsedBlocks(of: fileSystem, limit: limit) {}
        for block in 0...fileSystem.lastBlock {
            #expect(used.containsAny(of: block...block) == fileSystem.isAllocated(block))
        }
        #expect(used.containsAny(of: 0...fileSystem.lastBlock))
    }

    @Test("never makes a walk go on forever or break its promises, whatever is written over it", arguments: 0..<4)
    func mutations(index: Int) throws {
        let tree = try FileTreeSample()
        let whole = try FFSImage.all[index].disk(of: tree.url)
        let volume = try #require(whole.survey.volumes.first)
        for seed in UInt64(0)..<10 {
            var random = SplitMix64(seed: seed)
            let disk = whole.copy()
            try HostileFileSystemTests.mutate(disk, volume.range, using: &random)
            let harvest = try Harvest(of: volume, on: disk)
            #expect(harvest.brokenPromises(on: disk) == [], "seed \(seed)")
        }
    }
}
