import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("The tables of a FAT", .enabled(if: FATImage.canBeMade))
struct FATTableTests {
    /// A file of two clusters in each, and its volume.
    private func sketch(_ options: String, kibibyteCount: Int) throws -> (disk: SketchedDisk, volume: Volume) {
        let image = try FATImage(
            options, kibibyteCount: kibibyteCount, files: ["one.bin": .init(repeating: 1, count: 1000), "two.bin": [2]])
        let disk = SketchedDisk(holding: try image.bytes())
        return (disk, try #require(Survey(of: disk).volumes.first))
    }

    private static let sizes = [("-F 12 -s 1", 1440), ("-F 16 -s 1", 8192), ("-F 32 -s 1", 40_000)]

    /// Frees the second cluster of `one.bin` in one table.
    private func cut(_ disk: SketchedDisk, _ volume: Volume, table: Int) throws {
        let boot = try FATBoot(of: volume, on: disk)
        let item = try #require(try Harvest(of: volume, on: disk).item(at: "/one.bin"))
        let first = try #require(item.runs.first?.offset.flatMap(boot.heap.cluster(at:)))
        let copies = boot.table.copies
        let position = boot.table.width.position(of: first + 1)
        disk.write([0, 0], at: copies.offsets[table] + position)
    }

    @Test("that say the same are no failure", arguments: sizes)
    func agree(options: String, kibibyteCount: Int) throws {
        let (disk, volume) = try sketch(options, kibibyteCount: kibibyteCount)
        #expect(try Harvest(of: volume, on: disk).failures == [])
    }

    @Test("that contradict each other are named with the place, and the first is used", arguments: sizes)
    func contradict(options: String, kibibyteCount: Int) throws {
        let (disk, volume) = try sketch(options, kibibyteCount: kibibyteCount)
        let intact = try Harvest(of: volume, on: disk)
        try cut(disk, volume, table: 1)
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(harvest.failureNames == ["file-system-damaged -"])
        let failure = try #require(harvest.failures.first)
        #expect(failure.scope == .volume)
        let boot = try FATBoot(of: volume, on: disk)
        #expect(try #require(failure.range).offset > boot.table.copies.offsets[1])
    }

    /// BPB_ExtFlags (Microsoft, "FAT: General Overview of On-Disk Format", 1.03): bit 7 ends mirroring, bits 0 to 3 name
    /// the table that is active.
    @Test("FAT32 without mirroring goes by the table that its boot sector names")
    func activeTable() throws {
        let (disk, volume) = try sketch("-F 32 -s 1", kibibyteCount: 40_000)
        let intact = try Harvest(of: volume, on: disk)
        try cut(disk, volume, table: 0)
        #expect(try Harvest(of: volume, on: disk).item(at: "/one.bin")?.reading == .nothing)
        disk.write([0x81, 0], at: volume.range.offset + 40)
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(harvest.failures.map(\.reason) == [.fileSystemDamaged])
    }

    @Test(
        "that lead a chain back to itself lose the file, wherever it comes back",
        arguments: [(0, 9000), (4000, 8999), (8999, 9000), (2047, 4094), (4095, 8190)])
    func loops(back: UInt64, length: UInt64) throws {
        let image = try FATImage(
            "-F 16 -s 1", kibibyteCount: 8192, files: ["loop.bin": .init(repeating: 1, count: 10_000 * 512)])
        let disk = SketchedDisk(holding: try image.bytes())
        let volume = try #require(Survey(of: disk).volumes.first)
        let copies = try FATBoot(of: volume, on: disk).table.copies
        for offset in copies.offsets {
            disk.write(le(UInt16(2 + back)), at: offset + Int64(2 + length - 1) * 2)
        }
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.failureNames == ["cluster-loop /loop.bin"])
        #expect(harvest.item(at: "/loop.bin")?.reading == .nothing)
    }

    @Test("FAT32 without mirroring says so where another table has to stand in")
    func inactiveTableStandsIn() throws {
        let (disk, volume) = try sketch("-F 32 -s 1", kibibyteCount: 40_000)
        let intact = try Harvest(of: volume, on: disk)
        disk.write([0x81, 0], at: volume.range.offset + 40)
        let active = try FATBoot(of: volume, on: disk).table.copies.offsets[0]
        disk.damage(ByteRange(offset: active, byteCount: 512))
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(harvest.failures.map(\.reason) == [.chunkChecksum])
        #expect(harvest.failures.first?.range == ByteRange(offset: active, byteCount: 512))
    }

    @Test("FAT32 whose active table does not exist goes by the first, and says so")
    func missingTable() throws {
        let (disk, volume) = try sketch("-F 32 -s 1", kibibyteCount: 40_000)
        let intact = try Harvest(of: volume, on: disk)
        disk.write([0x87, 0], at: volume.range.offset + 40)
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(harvest.failureNames == ["file-system-damaged -"])
    }

    @Test("that cannot be read in one place cost the files there, and nothing else")
    func damagedInBoth() throws {
        let (disk, volume) = try sketch("-F 16 -s 1", kibibyteCount: 8192)
        let intact = try Harvest(of: volume, on: disk)
        let boot = try FATBoot(of: volume, on: disk)
        for offset in boot.table.copies.offsets {
            disk.damage(ByteRange(offset: offset + 20 * 512, byteCount: 512))
        }
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == intact.items)
        #expect(Set(harvest.failures.map(\.reason)) == [.chunkChecksum])
        let unallocated = harvest.extents.filter { $0.coverage == .unallocated }
        #expect(unallocated.count == 2)
    }

    /// A chain on an exFAT of 2^28 clusters and more (Microsoft, "exFAT file system specification", 4.1).
    @Test("exFAT's entries have 32 bits, all of which count; FAT32's have 28")
    func largeClusterNumbers() throws {
        let disk = SketchedDisk(byteCount: 1 << 40)
        let heap = ClusterHeap(
            sectorSize: 512, clusterSize: 512, clusterCount: 0x3000_0000, offset: 1 << 34, entryOffset: 1 << 34,
            on: disk)
        let copies = TableCopies(heap, at: [4096], byteCount: 1 << 33)
        let chain: [UInt32] = [7, 0x1000_0007, 0x2000_0000, 0x0FFF_FFFF, 0xFFFF_FFFF]
        for (cluster, next) in zip(chain, chain.dropFirst()) {
            disk.write(le(next), at: 4096 + Int64(cluster) * 4)
        }
        let wide = try AllocationTable(copies, width: .bits32).chain(from: 7, atMost: 100)
        #expect(wide.end == .proper)
        #expect(wide.runs.compactMap(\.block) == chain.dropLast().map(UInt64.init))
        disk.write(le(0xFFFF_FFF7 as UInt32), at: 4096 + 4 * 8)
        #expect(try AllocationTable(copies, width: .bits32).entry(of: 8) == .bad)
        #expect(try AllocationTable(copies, width: .bits28).entry(of: 7) == .next(7))
    }
}
