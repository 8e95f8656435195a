import Findings
import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("An ISO 9660 disc", .enabled(if: ISOImage.canBeMade, "genisoimage is not there"))
struct ISOTests {
    static let rockRidge = [
        ["-R"], ["-R", "-J", "-joliet-long"], ["-R", "-D"], ["-R", "-iso-level", "3", "-J", "-joliet-long"],
    ]

    @Test("with Rock Ridge has every file, name and link of the tree that it was made of", arguments: rockRidge)
    func agrees(options: [String]) throws {
        let tree = try FileTreeSample()
        let disk = try ISOImage.disk(options, of: tree.url)
        let volume = try #require(disk.survey.volumes.first)
        let harvest = try Harvest(of: volume, on: disk)
        // genisoimage keeps as much of a target as a record has room for.
        let differences = try tree.differences(from: harvest, on: disk, extra: ["/rr_moved", "/long link"])
        #expect(differences == [])
        #expect(harvest.failures == [] && harvest.brokenPromises(on: disk) == [])
        #expect(harvest.items.allSatisfy { $0.isAllocated })
        let size = try FileManager.default.attributesOfItem(atPath: tree.url.appending(path: "large").path)
        let modified = try #require(size[.modificationDate] as? Date)
        #expect(harvest.item(at: "/large")?.modified?.seconds == Int64(modified.timeIntervalSince1970))
    }

    @Test("with Joliet alone has every file under its long name")
    func joliet() throws {
        let scratch = try ScratchFolder()
        for name in ["a long name with äöü 日本.text", "plain", "semicolon;1x"] {
            try scratch.write(name.utf8, to: name)
        }
        let disk = try ISOImage.disk(["-J", "-joliet-long", "-input-charset", "utf-8"], of: scratch.url)
        let harvest = try Harvest(of: #require(disk.survey.volumes.first), on: disk)
        let sizes = harvest.items.map { "\(String(decoding: $0.path, as: UTF8.self)) \($0.byteCount ?? -1)" }
        #expect(Set(sizes) == ["/a long name with äöü 日本.text 35", "/plain 5", "/semicolon_1x 12"])
        #expect(harvest.failures == [])
    }

    @Test("shows files that only Joliet's tree names")
    func hidden() throws {
        let tree = try FileTreeSample()
        let disk = try ISOImage.disk(["-R", "-J", "-joliet-long", "-hide", "one byte"], of: tree.url)
        let harvest = try Harvest(of: #require(disk.survey.volumes.first), on: disk)
        #expect(harvest.item(at: "/one byte") == nil)
        let item = try #require(harvest.item(at: "/$OrphanFiles/one byte"))
        #expect(item.isAllocated && item.byteCount == 1)
    }

    // MARK: Several extents

    @Test("joins the extents of a file that goes on in further records (ECMA-119, 9.1.6)", arguments: [true, false])
    func extents(isWhole: Bool) throws {
        let scratch = try ScratchFolder()
        let parts = [[UInt8](repeating: 1, count: 4096), [UInt8](repeating: 2, count: 2048), [3, 3, 3]]
        for (name, part) in zip(["AAA.X", "AAB.X", "AAC.X"], parts) { try scratch.write(part, to: name) }
        let disk = try ISOImage.disk([], of: scratch.url)
        let bytes = try disk.bytes(at: 0, byteCount: Int(disk.byteCount))
        for name in ["AAA.X;1", "AAB.X;1", "AAC.X;1"] {
            let place = Int64(try #require(bytes.firstRange(of: Array(name.utf8))).lowerBound)
            disk.write("AAA.X;1", at: place)
            if name != "AAC.X;1" || !isWhole { disk.write([0x80], at: place - 8) }
        }
        let harvest = try Harvest(of: #require(disk.survey.volumes.first), on: disk)
        let item = try #require(harvest.items.first)
        #expect(harvest.items.count == 1 && item.byteCount == 6147)
        if isWhole {
            let whole = try Tool.run("sha256sum", try scratch.write(parts.joined(), to: "whole"))
            let digests = try harvest.digests(on: disk)
            #expect(digests[0] == String(decoding: whole.prefix(64), as: UTF8.self))
            #expect(harvest.failures == [])
        } else {
            #expect(harvest.failureNames == ["damaged-entry /AAA.X"] && item.reading == .nothing)
        }
    }

    // MARK: Sessions

    @Test("of several sessions is listed as the newest has it; what that replaced is deleted")
    func sessions() throws {
        let (first, second) = (try ScratchFolder(), try ScratchFolder())
        try first.write("kept".utf8, to: "kept")
        try first.write("old content".utf8, to: "changed")
        var disc = try ISOImage.bytes(["-R"], of: first.url)
        let start = (disc.count / 2048 + 11_400 + 15) / 16 * 16
        try second.write("newer content".utf8, to: "changed")
        try second.write("added".utf8, to: "added")
        let scratch = try ScratchFolder()
        let path = try scratch.write(disc, to: "first.iso")
        let next = try ISOImage.bytes(["-R", "-C", "0,\(start)", "-M", path], of: second.url)
        disc += [UInt8](repeating: 0, count: start * 2048 - disc.count) + next
        let disk = ISOImage.disk(disc)
        let harvest = try Harvest(of: #require(disk.survey.volumes.first), on: disk)
        let found = Set(
            harvest.items.map { item in
                "\(String(decoding: item.path, as: UTF8.self)) \(item.isAllocated) \(item.byteCount ?? -1)"
            })
        #expect(
            found == ["/kept true 4", "/changed true 13", "/added true 5", "/$OrphanFiles/changed false 11"])
        #expect(harvest.failures == [])
    }

    // MARK: Damage

    /// A CE entry (IEEE P1281) to an area of these bytes.
    private func continuation(block: UInt32, _ byteCount: UInt32 = 65_536) -> [UInt8] {
        Array("CE".utf8) + [28, 1] + [block, 0, byteCount].flatMap { le($0) + be($0) }
    }

    @Test("ends what Rock Ridge says of a file where it comes back to itself, and names that", arguments: ["NM", "SL"])
    func endlessRockRidge(word: String) {
        let part = [0, 252] + [UInt8](repeating: 0x61, count: 250)
        let entry = Array(word.utf8) + [255, 1] + (word == "NM" ? part.prefix(251) : [0, 0, 248] + part.prefix(248))
        let area = continuation(block: 7) + (0..<250).flatMap { _ in entry }
        var readCount = 0
        let ridge = RockRidge(continuation(block: 7)[...]) { _, _, _ throws(EvidenceError) in
            readCount += 1
            return area[...]
        }
        #expect(readCount == 1 && ridge.damage?.reason == .damagedEntry)
        #expect((ridge.name?.count ?? 0) <= 255 && (ridge.target?.count ?? 0) <= 4096)
    }

    @Test("reads no more than 64 KiB of what Rock Ridge says of a file")
    func longRockRidge() {
        var readCount: UInt32 = 0
        let ridge = RockRidge(continuation(block: 1, 4096)[...]) { _, _, _ throws(EvidenceError) in
            readCount += 1
            return self.continuation(block: readCount + 1, 4096)[...]
        }
        #expect(readCount == 16 && ridge.damage?.reason == .damagedEntry)
    }

    @Test("that interleaves a file in too many pieces says just that")
    func interleaved() throws {
        let scratch = try ScratchFolder()
        try scratch.write([1], to: "AAA.X")
        let bytes = try ISOImage.bytes([], of: scratch.url)
        let disk = SketchedDisk(byteCount: 16 << 30)
        disk.write(bytes, at: 0)
        let record = Int64(try #require(bytes.firstRange(of: Array("AAA.X;1".utf8))).lowerBound) - 33
        disk.write(le(UInt32(1 << 31 + 2048)), at: record + 10)
        disk.write([1, 1], at: record + 26)
        var volume = try #require(disk.survey.volumes.first)
        volume.range.byteCount = disk.byteCount
        #expect(try Harvest(of: volume, on: disk).failureNames == ["size-limit /AAA.X"])
    }

    @Test("shows that its folders are still being read")
    func showsLife() throws {
        let scratch = try ScratchFolder()
        for number in 0..<50 {
            try FileManager.default.createDirectory(
                at: scratch.url.appending(path: "\(number)"), withIntermediateDirectories: true)
        }
        let disk = try ISOImage.disk(["-R"], of: scratch.url)
        var told = 0
        try Walk(of: #require(disk.survey.volumes.first), on: disk).run { address, _ in
            told += address == "volume" ? 1 : 0
        } found: { _ in
        }
        #expect(told > 50)
    }

    @Test("names a folder of which a sector cannot be read or is damaged, and has the rest", arguments: [true, false])
    func damage(isUnreadable: Bool) throws {
        let tree = try FileTreeSample()
        let disk = try ISOImage.disk(["-R"], of: tree.url)
        let volume = try #require(disk.survey.volumes.first)
        let whole = try Harvest(of: volume, on: disk)
        let bytes = try disk.bytes(at: 0, byteCount: Int(disk.byteCount))
        let name = Array("a file with a rather long name, number 50".utf8)
        let sector = Int64(try #require(bytes.firstRange(of: name)).lowerBound) / 2048 * 2048
        let range = ByteRange(offset: sector, byteCount: 2048)
        if isUnreadable { disk.damage(range) } else { disk.write([33], at: sector) }
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.failureNames == [(isUnreadable ? "chunk-checksum" : "damaged-entry") + " /many"])
        #expect(harvest.failures.first?.range == range)
        #expect((whole.items.count - 20..<whole.items.count).contains(harvest.items.count))
        #expect(harvest.item(at: "/many/a file with a rather long name, number 99") != nil)
    }

    @Test("never makes a walk trap, go on forever or break its promises, whatever is written over it")
    func mutations() throws {
        let tree = try FileTreeSample()
        let whole = try ISOImage.disk(["-R", "-J", "-joliet-long"], of: tree.url)
        let volume = try #require(whole.survey.volumes.first)
        for seed in UInt64(0)..<60 {
            var random = SplitMix64(seed: seed)
            let disk = whole.copy()
            try HostileFileSystemTests.mutate(disk, ByteRange(offset: 0, byteCount: 400 << 10), using: &random)
            let harvest = try Harvest(of: volume, on: disk)
            #expect(harvest.brokenPromises(on: disk) == [], "seed \(seed)")
        }
    }
}
