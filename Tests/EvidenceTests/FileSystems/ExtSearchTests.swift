import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("The search for files that no folder of ext names", .enabled(if: ExtImage.canBeMade, "e2fsprogs is not there"))
struct ExtSearchTests {
    /// Three groups of 64 inodes, and eighty files in use, all but the last of which have lost their name.
    private static func image() throws -> ExtImage {
        let image = try ExtImage("-t ext2 -b 1024 -g 1024 -N 192 -I 128", size: "3M")
        let folder = try ScratchFolder()
        let content = try folder.write("content".utf8, to: "content")
        let names = (10..<90).map { "f\($0)" }
        try image.run(names.map { "write \(content) \($0)" } + names.dropLast().map { "unlink \($0)" })
        return image
    }

    private static func disk(_ image: ExtImage) throws -> SketchedDisk {
        let bytes = try image.bytes()
        let disk = SketchedDisk(byteCount: Int64(bytes.count))
        disk.write(bytes, at: 0)
        return disk
    }

    /// Where debugfs says that an inode lies.
    private static func place(of inode: Int, on image: ExtImage) throws -> Int64 {
        let text = try image.ask("imap <\(inode)>")
        let block = text.split(separator: "located at block ").last.flatMap { Int64($0.prefix { $0.isNumber }) }
        let offset = text.split(separator: "offset 0x").last.flatMap { Int64($0.prefix { $0.isHexDigit }, radix: 16) }
        return try #require(block) * 1024 + #require(offset)
    }

    private func orphans(_ harvest: Harvest) -> Set<Int> {
        Set(
            harvest.items.compactMap {
                Int(String(decoding: $0.path, as: UTF8.self).replacing("/$OrphanFiles/OrphanFile-", with: ""))
            })
    }

    @Test("goes on behind inodes that cannot be read, and names each stretch of them with its range")
    func goesOn() throws {
        let image = try Self.image()
        let disk = try Self.disk(image)
        let volume = try #require(disk.survey.volumes.first)
        let whole = orphans(try Harvest(of: volume, on: disk))
        #expect(whole.count == 79)
        let (first, second) = (try Self.place(of: 17, on: image), try Self.place(of: 33, on: image))
        disk.damage(ByteRange(offset: first, byteCount: 4 * 128))
        disk.damage(ByteRange(offset: second, byteCount: 128))
        let harvest = try Harvest(of: volume, on: disk)
        #expect(orphans(harvest) == whole.subtracting([17, 18, 19, 20, 33]))
        #expect(harvest.failures.allSatisfy { $0.reason == .chunkChecksum && $0.scope == .item })
        let stretches = harvest.failures.filter { $0.ordinal == nil }
        #expect(
            stretches.map(\.range) == [
                ByteRange(offset: first, byteCount: 512), ByteRange(offset: second, byteCount: 128),
            ])
        #expect(stretches.first?.detail.contains("Inodes 17 to 20") == true)
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("names what lies in a row once, across the pieces in which the medium is damaged")
    func joins() throws {
        let image = try Self.image()
        let disk = try Self.disk(image)
        let volume = try #require(disk.survey.volumes.first)
        let first = try Self.place(of: 17, on: image)
        for index in Int64(0)..<10 { disk.damage(ByteRange(offset: first + index * 128, byteCount: 128)) }
        let harvest = try Harvest(of: volume, on: disk)
        let stretches = harvest.failures.filter { $0.ordinal == nil }
        #expect(stretches.map(\.range) == [ByteRange(offset: first, byteCount: 1280)])
    }

    @Test("asks the inodes themselves where it cannot be read which of them are in use")
    func bitmap() throws {
        let image = try Self.image()
        let disk = try Self.disk(image)
        let volume = try #require(disk.survey.volumes.first)
        let whole = try Harvest(of: volume, on: disk)
        let place = try Self.bitmapBlock(image) * 1024
        disk.damage(ByteRange(offset: place, byteCount: 1024))
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items == whole.items)
        #expect(harvest.failures.map(\.range) == [ByteRange(offset: place, byteCount: 1024)])
    }

    /// The first group's bitmap of inodes: ` Group  0: block bitmap at 28, inode bitmap at 29, inode table at 30`.
    private static func bitmapBlock(_ image: ExtImage) throws -> Int64 {
        let text = try image.ask("stats").split(separator: "inode bitmap at ").dropFirst().first
        return try #require(text.flatMap { Int64($0.prefix { $0.isNumber }) })
    }
}
