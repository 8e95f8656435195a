import Findings
import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("YAFFS2")
struct YAFFSTests {
    private static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    private func walk(_ disk: SketchedDisk) throws -> Harvest {
        let volume = try #require(disk.survey.volumes.first)
        #expect(volume.fileSystem == "yaffs2")
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.brokenPromises(on: disk) == [])
        return harvest
    }

    private func content(at path: String, _ harvest: Harvest, _ disk: SketchedDisk) throws -> [UInt8]? {
        guard let item = harvest.item(at: path) else { return nil }
        if case .inline(let bytes) = item.reading { return bytes }
        guard item.reading == .runs else { return nil }
        return try item.runs.flatMap { run in
            try run.range.map { try disk.bytes(at: $0.offset, byteCount: Int($0.byteCount)) }
                ?? [UInt8](repeating: 0, count: Int(run.byteCount))
        }
    }

    /// A tree of plain files and folders, a link, and a hard link.
    private static func tree(_ flash: SketchedFlash) -> SketchedFlash {
        var flash = flash
        flash.header(1, 3, in: 1, "", mode: 0x41ED)
        flash.header(257, 3, in: 1, "folder", mode: 0x41ED)
        flash.file(258, in: 257, "large", noise(70_001))
        flash.file(259, in: 1, "small", Array("small".utf8))
        flash.file(260, in: 1, "empty", [])
        flash.header(261, 2, in: 257, "link", target: "../small", mode: 0xA1FF)
        flash.header(262, 4, in: 257, "other name", original: 259)
        return flash
    }

    static let layouts = [(2048, 64, 0), (2048, 64, 2), (2048, 64, 30), (4096, 128, 0), (1024, 32, 8), (512, 16, 0)]

    @Test("is read in every layout of its pages", arguments: layouts)
    func readsLayout(pageSize: Int, spareSize: Int, tagOffset: Int) throws {
        let disk = Self.tree(SketchedFlash(pageSize: pageSize, spareSize: spareSize, tagOffset: tagOffset)).disk
        let harvest = try walk(disk)
        #expect(try content(at: "/folder/large", harvest, disk) == Self.noise(70_001))
        let names = harvest.items.map { String(decoding: $0.path, as: UTF8.self) }
        #expect(names.count == 5 && Set(names).isSuperset(of: ["/folder", "/folder/large", "/folder/link", "/empty"]))
        let small = try #require(harvest.items.first { $0.address == "259" })
        let paths = Set(harvest.paths(of: small).map { String(decoding: $0, as: UTF8.self) })
        #expect(paths == ["/small", "/folder/other name"])
        #expect(small.byteCount == 5 && small.modified?.seconds == 1_600_000_001)
        #expect(harvest.item(at: "/folder/link")?.linkTarget == Array("../small".utf8))
        #expect(harvest.failures == [] && harvest.items.allSatisfy { $0.isAllocated })
    }

    // MARK: What the log says

    @Test("shows a file as its newest pages have it, in whatever order their blocks lie")
    func newest() throws {
        var flash = SketchedFlash()
        flash.sequence = 0x2000
        flash.file(300, in: 1, "file", [UInt8](repeating: 2, count: 3000))
        flash.sequence = 0x1000
        flash.file(300, in: 1, "file", [UInt8](repeating: 1, count: 5000))
        let disk = flash.disk
        let harvest = try walk(disk)
        #expect(harvest.items.count == 1)
        #expect(try content(at: "/file", harvest, disk) == [UInt8](repeating: 2, count: 3000))
    }

    @Test("does not bring back what was behind the end of a file that was cut and grew again")
    func shrinks() throws {
        var flash = SketchedFlash()
        flash.file(300, in: 1, "file", [UInt8](repeating: 1, count: 8192))
        flash.header(300, 1, in: 1, "file", size: 2048)
        flash.header(300, 1, in: 1, "file", size: 8192)
        let disk = flash.disk
        let harvest = try walk(disk)
        let expected = [UInt8](repeating: 1, count: 2048) + [UInt8](repeating: 0, count: 6144)
        #expect(try content(at: "/file", harvest, disk) == expected)
        #expect(harvest.extents.filter { $0.coverage == .unallocated }.reduce(0) { $0 + $1.range.byteCount } > 3 * 2112)
    }

    @Test("counts content that was written after the last header")
    func open() throws {
        var flash = SketchedFlash()
        flash.header(299, 3, in: 1, "folder")
        flash.header(300, 1, in: 1, "file")
        flash.content(Self.noise(5000), of: 300)
        let disk = flash.disk
        #expect(try content(at: "/file", walk(disk), disk) == Self.noise(5000))
    }

    @Test("shows a deleted file under its last name, and apart from what has its number now")
    func deleted() throws {
        var flash = SketchedFlash()
        flash.header(257, 3, in: 1, "folder")
        flash.file(300, in: 257, "old", Array("old content".utf8))
        flash.delete(300)
        flash.file(300, in: 1, "new", Array("new".utf8))
        let disk = flash.disk
        let harvest = try walk(disk)
        #expect(try content(at: "/folder/old", harvest, disk) == Array("old content".utf8))
        #expect(try content(at: "/new", harvest, disk) == Array("new".utf8))
        #expect(harvest.item(at: "/folder/old")?.isAllocated == false)
        #expect(harvest.item(at: "/new")?.isAllocated == true)
        #expect(harvest.failures == [])
    }

    @Test("names a deleted file of which pages were erased, and reads nothing of it")
    func erased() throws {
        var flash = SketchedFlash()
        flash.header(299, 3, in: 1, "folder")
        flash.header(300, 1, in: 1, "gone", size: 6000)
        flash.content(Self.noise(2048), of: 300, from: 2)
        flash.delete(300)
        let disk = flash.disk
        let harvest = try walk(disk)
        #expect(harvest.failureNames == ["chain-shorter-than-size /gone"])
        #expect(harvest.item(at: "/gone")?.reading == .nothing)
    }

    @Test("lists what no folder has among the orphans, and names a hard link whose file is not there")
    func orphans() throws {
        var flash = SketchedFlash()
        flash.file(300, in: 999, "lost", Array("lost".utf8))
        flash.header(301, 4, in: 1, "dangling", original: 777)
        let disk = flash.disk
        let harvest = try walk(disk)
        #expect(try content(at: "/$OrphanFiles/lost", harvest, disk) == Array("lost".utf8))
        #expect(harvest.failureNames == ["damaged-entry /dangling"])
    }

    // MARK: Damage

    /// A sparse file, of which the middle page was never written, and one whose pages follow the other's.
    private static var sparse: SketchedFlash {
        var flash = SketchedFlash()
        flash.header(1, 3, in: 1, "", mode: 0x41ED)
        flash.file(300, in: 1, "whole", noise(3000))
        flash.header(301, 1, in: 1, "sparse", size: 6144)
        flash.content(noise(2048), of: 301)
        flash.content(noise(2048), of: 301, from: 3)
        return flash
    }

    @Test("reads pages that were never written as zeros, where every page is there")
    func sparse() throws {
        let disk = Self.sparse.disk
        let harvest = try walk(disk)
        let expected = Self.noise(2048) + [UInt8](repeating: 0, count: 2048) + Self.noise(2048)
        #expect(try content(at: "/sparse", harvest, disk) == expected && harvest.failures == [])
    }

    @Test("takes no page for one that was never written where an image ends early, or pages cannot be read")
    func lostPages() throws {
        let cut = Self.sparse.disk(isWhole: false)
        let damaged = Self.sparse.disk
        let volume = try #require(damaged.survey.volumes.first)
        damaged.damage(ByteRange(offset: 40 * 2112, byteCount: 2112))
        for (disk, volume) in [(cut, cut.survey.volumes.first), (damaged, volume)] {
            let harvest = try Harvest(of: #require(volume), on: disk)
            #expect(harvest.brokenPromises(on: disk) == [])
            #expect(harvest.failureNames.contains("chain-shorter-than-size /sparse"))
            #expect(harvest.item(at: "/sparse")?.reading == .nothing)
            #expect(try content(at: "/whole", harvest, disk) == Self.noise(3000))
        }
    }

    @Test("names each stretch of pages that cannot be read with its range")
    func damage() throws {
        let disk = Self.tree(SketchedFlash()).disk
        let range = ByteRange(offset: 5 * 2112, byteCount: 3 * 2112)
        let volume = try #require(disk.survey.volumes.first)
        disk.damage(range)
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.brokenPromises(on: disk) == [])
        #expect(harvest.failureNames == ["chain-shorter-than-size /folder/large", "chunk-checksum /$OrphanFiles"])
        #expect(harvest.failures.last?.range == range)
        #expect(harvest.item(at: "/small")?.byteCount == 5)
    }

    @Test("says again and again that its pages are still being read")
    func showsLife() throws {
        var flash = SketchedFlash(pageSize: 512, spareSize: 16)
        for number in 300..<1000 as Range<UInt32> { flash.file(number, in: 1, "\(number)", [1]) }
        let disk = flash.disk
        var told = 0
        try Walk(of: #require(disk.survey.volumes.first), on: disk).run { address, _ in
            told += address == "volume" ? 1 : 0
        } found: { _ in
        }
        #expect(told >= 2 * 2100 / 256)
    }

    @Test("never makes a walk trap, go on forever or break its promises", arguments: UInt64(0)..<60)
    func mutations(seed: UInt64) throws {
        let disk = Self.tree(SketchedFlash(pageSize: 512, spareSize: 16)).disk
        let volume = try #require(disk.survey.volumes.first)
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let page = Int64.random(in: 0..<160, using: &random) * 528
            let field: Int64 = [0, 4, 12, 292, 296, 496, 512, 516, 520, 524].randomElement(using: &random) ?? 0
            let values: [UInt32] = [0, 1, 4, 258, .max, .max >> 1, 1 << 31]
            disk.write(le(values.randomElement(using: &random) ?? 0), at: page + Int64(field))
        }
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.brokenPromises(on: disk) == [])
    }
}
