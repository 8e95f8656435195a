import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("The map of a file's blocks on ext", .enabled(if: ExtImage.canBeMade, "e2fsprogs is not there"))
struct ExtBlockMapTests {
    /// A file whose extents are a tree of three levels, of which each node names the same one below it.
    @Test("is followed no further than a file of its size needs")
    func sharedNodes() throws {
        let image = try ExtImage("-t ext4 -b 1024 -O ^metadata_csum", size: "8M", files: ["file": [1, 2, 3]])
        let disk = SketchedDisk(holding: try image.bytes())
        let volume = try #require(disk.survey.volumes.first)
        let groups = ExtGroups(try ExtSuperblock(of: volume, on: disk), start: 0, on: disk)
        let place = try groups.range(ofInode: 12).offset + 40
        let (node, leaf) = (UInt32(8000), UInt32(8001))
        let name = { (block: UInt32) in le(UInt32(0)) + le(block) + le(UInt32(0)) }
        let head = { (count: UInt16, level: UInt16) in
            le(UInt16(0xF30A)) + le(count) + le(UInt16(84)) + le(level) + le(UInt32(0))
        }
        disk.write(head(4, 2) + (0..<4).flatMap { _ in name(node) }, at: place)
        disk.write(head(84, 1) + (0..<84).flatMap { _ in name(leaf) }, at: Int64(node) * 1024)
        disk.write(head(0, 0), at: Int64(leaf) * 1024)
        #expect(try Harvest(of: volume, on: disk).item(at: "/file")?.byteCount == 3)
        disk.write(head(4, 3) + (0..<4).flatMap { _ in name(7999) }, at: place)
        disk.write(head(84, 2) + (0..<84).flatMap { _ in name(node) }, at: 7999 * 1024)
        #expect(try Harvest(of: volume, on: disk).failureNames == ["damaged-entry /file"])
    }
}
