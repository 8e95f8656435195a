import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("What tells items apart")
struct IdentifierTests {
    /// A deleted name keeps the number of its inode, which is another file's by now.
    @Test("A deleted name whose metadata is another file's has an address of its own", .enabled(if: ExtImage.canBeMade))
    func reusedMetadata() throws {
        let image = try ExtImage(
            "-t ext2 -b 1024", size: "4M", files: ["a": [1], "b": [2], "c": [3]],
            commands: ["rm b", "mknod next-with-a-longer-name p"])
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.write(try image.bytes(), at: 0)
        let volume = try #require(Survey(of: disk).volumes.first)
        let harvest = try Harvest(of: volume, on: disk)
        let deleted = harvest.items.filter { $0.path == Array("/b".utf8) }
        #expect(deleted.map(\.isOverwritten) == [true])
        #expect(deleted.first?.address.hasPrefix("13-name-2-") == true)
        #expect(harvest.item(at: "/next-with-a-longer-name")?.address == "13")
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("Streams of one file that have the same number and name are numbered")
    func sameStreams() throws {
        let volume = Volume(
            index: 0, range: sectors(0, 8), scheme: "none", description: "", fileSystem: "ntfs", state: .readable)
        var addresses: [String] = []
        let recorder = WalkRecorder(volume: volume, ceilings: .standard, willParse: { _, _ in }) {
            if case .item(let item) = $0 { addresses.append(item.address) }
        }
        let item = Item(
            ordinal: 0, address: "64-128-5", stream: [0x61], path: [], kind: .file, isAllocated: true, byteCount: 0,
            reading: .inline([]))
        var other = item
        other.stream = [0x62]
        try recorder.record([item, item, other, item].map(PlannedItem.init), in: [])
        #expect(addresses == ["64-128-5", "64-128-5-2", "64-128-5", "64-128-5-3"])
    }
}
