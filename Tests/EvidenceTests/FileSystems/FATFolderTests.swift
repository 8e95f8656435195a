import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("A folder of FAT", .enabled(if: FATImage.canBeMade))
struct FATFolderTests {
    /// A folder with a file in it.
    private func sketch(_ options: String, kibibyteCount: Int) throws -> (SketchedDisk, Volume) {
        let image = try FATImage(
            options, kibibyteCount: kibibyteCount, files: ["folder/": [], "folder/file.bin": [1, 2, 3]])
        let disk = SketchedDisk(holding: try image.bytes())
        return (disk, try #require(Survey(of: disk).volumes.first))
    }

    @Test(
        "that is in use is listed as such although its first cluster is marked as free, and that is named",
        arguments: [("-F 12 -s 1", 1440), ("-F 16 -s 1", 8192), ("-F 32 -s 1", 40_000)])
    func freeCluster(options: String, kibibyteCount: Int) throws {
        let (disk, volume) = try sketch(options, kibibyteCount: kibibyteCount)
        let intact = try Harvest(of: volume, on: disk)
        #expect(intact.failures == [])
        let boot = try FATBoot(of: volume, on: disk)
        let width = boot.table.width
        // mkfs.fat and mmd put it into the first cluster that is free.
        let cluster: UInt64 = options.contains("32") ? 3 : 2
        for offset in boot.table.copies.offsets {
            let position = offset + width.position(of: cluster)
            let next = try disk.bytes(at: position, byteCount: 2)[1] & 0xF0
            disk.write(width == .bits12 ? [0, next] : [UInt8](repeating: 0, count: width.readByteCount), at: position)
        }
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(harvest.item(at: "/folder/file.bin")?.isAllocated == true)
        #expect(harvest.failureNames == ["damaged-entry /folder"])
    }

    @Test("loses no more than its sectors that cannot be read, the root too")
    func damagedSector() throws {
        let image = try FATImage("-F 12 -s 1", kibibyteCount: 1440, files: ["SUB/": []])
        let disk = SketchedDisk(holding: try image.bytes())
        let volume = try #require(Survey(of: disk).volumes.first)
        let root = try FATBoot(of: volume, on: disk).heap.entryOffset
        let dates = try disk.bytes(at: root + 12, byteCount: 14)
        for index in 1..<40 {
            let name = Array("FILE\(index)".utf8) + [UInt8](repeating: 0x20, count: index < 10 ? 3 : 2)
            disk.write(name + Array("BIN".utf8) + [0x20] + dates + [0, 0, 0, 0, 0, 0], at: root + Int64(index) * 32)
        }
        disk.damage(ByteRange(offset: root + 512, byteCount: 512))
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.failureNames == ["chunk-checksum /"])
        let found = (1..<40).filter { harvest.item(at: "/FILE\($0).BIN") != nil }
        #expect(found == Array(1..<16) + Array(32..<40))
    }
}
