import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("The ceilings of a walk", .enabled(if: !SurveyTruth.all.isEmpty, "the evidence is not there"))
struct WalkCeilingTests {
    /// NTFS, ext and FAT, in one small disk.
    static let volumes = 0..<3

    private func harvest(
        _ index: Int, skipping: Set<String> = [], _ change: (inout WalkCeilings) -> Void
    ) throws -> (Harvest, SketchedDisk) {
        let truth = try #require(SurveyTruth.all.first { $0.id == "own-small.raw" })
        let disk = try truth.sketch()
        var ceilings = WalkCeilings.standard
        change(&ceilings)
        return (
            try Harvest(of: Survey(of: disk).volumes[index], on: disk, ceilings: ceilings, skipping: skipping), disk
        )
    }

    @Test("end it with a failure that names the folder, and every byte still has its class", arguments: volumes)
    func items(index: Int) throws {
        let (harvest, disk) = try harvest(index) { $0.itemCount = 5 }
        #expect(harvest.items.count == 5)
        #expect(harvest.failures.map(\.reason) == [.itemLimit])
        #expect(harvest.failures.first?.path != nil)
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("leave nothing that is in use, and was not listed, to pass for the file system's own", arguments: volumes)
    func unlisted(index: Int) throws {
        func byteCount(_ harvest: Harvest, _ coverage: CoverageClass) -> Int64 {
            harvest.extents.filter { $0.coverage == coverage }.reduce(0) { $0 + $1.range.byteCount }
        }
        let (whole, ended) = (try harvest(index) { _ in }.0, try harvest(index) { $0.itemCount = 5 }.0)
        let failed = byteCount(ended, .failed)
        #expect(byteCount(whole, .failed) == 0 && failed > 0)
        #expect(byteCount(whole, .structures) == byteCount(ended, .structures) + failed)
        #expect(byteCount(whole, .unallocated) == byteCount(ended, .unallocated))
    }

    @Test("keep the addresses that were met in bounds", arguments: 0..<2)
    func addresses(index: Int) throws {
        let (harvest, disk) = try harvest(index) { $0.metByteCount = 100 }
        #expect(harvest.failures.map(\.reason) == [.memoryLimit] && harvest.items.count > 1)
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("keep what files may claim of the disk in bounds", arguments: volumes)
    func claims(index: Int) throws {
        let (harvest, _) = try harvest(index) { $0.claims = 0 }
        #expect(!harvest.items.isEmpty && harvest.items.allSatisfy(\.runs.isEmpty))
        #expect(harvest.failures.contains { $0.reason == .sizeLimit && $0.path == Array("/folder".utf8) })
    }

    @Test("keep the folders that wait in bounds")
    func memory() throws {
        let (harvest, _) = try harvest(0) { $0.pendingByteCount = 10 }
        #expect(harvest.failureNames == ["memory-limit /folder/sub"])
        #expect(harvest.item(at: "/folder/file0.bin") != nil)
        #expect(harvest.states == [try #require(harvest.item(at: "/folder/sub")).ordinal: [.failed]])
        #expect(harvest.item(at: "/folder/sub/notes.txt") == nil)
    }

    @Test("keep sizes in bounds: such a file is listed, with its size", arguments: 1..<3)
    func sizes(index: Int) throws {
        let (harvest, _) = try harvest(index) {
            $0.itemSize = 0
            $0.itemByteCount = 10_000
        }
        let zeros = try #require(harvest.item(at: "/zeros.bin"))
        #expect(zeros.byteCount == 65_536 && zeros.reading == .nothing)
        #expect(harvest.failureNames.contains("size-limit /zeros.bin"))
        #expect(harvest.item(at: "/folder/file0.bin")?.reading == .runs)
    }

    @Test("An entry that killed an examiner is reported, not parsed again", arguments: [(1, "17"), (2, "69")])
    func skips(index: Int, address: String) throws {
        let (harvest, _) = try harvest(index, skipping: [address]) { _ in }
        #expect(harvest.failureNames == ["parser-crashed /folder/file3.bin"])
        #expect(harvest.item(at: "/folder/file3.bin")?.reading == .nothing)
        #expect(harvest.item(at: "/folder/file4.bin")?.reading == .runs)
    }

    @Test("So is a part of the walk that killed one", arguments: ["volume", "orphans", "space"])
    func skipsParts(part: String) throws {
        let (harvest, disk) = try harvest(1, skipping: [part]) { _ in }
        #expect(harvest.failures.map(\.reason) == [.parserCrashed])
        #expect(harvest.items.isEmpty == (part == "volume"))
        #expect(harvest.extents.allSatisfy { $0.coverage == .failed } == (part != "orphans"))
        #expect(harvest.brokenPromises(on: disk) == [])
    }

    @Test("The parser's next entry is told before it is parsed")
    func tells() throws {
        let truth = try #require(SurveyTruth.all.first { $0.id == "own-small.raw" })
        let disk = try truth.sketch()
        var told: Set<String> = []
        var items: [Item] = []
        try Walk(of: Survey(of: disk).volumes[1], on: disk).run(willParse: { address, _ in told.insert(address) }) {
            if case .item(let item) = $0 {
                #expect(told.contains(item.address))
                items.append(item)
            }
        }
        #expect(items.count > 10)
    }

    @Test("ext: the search for nameless files, and for what is in use, says at each group that it goes on")
    func showsLifeAtGroups() throws {
        let image = try ExtImage("-t ext2 -b 1024 -g 1024 -N 4096", size: "64M")
        let disk = SketchedDisk(holding: try image.bytes())
        var told: [String: Int] = [:]
        try Walk(of: #require(disk.survey.volumes.first), on: disk).run { address, _ in
            told[address, default: 0] += 1
        } found: { _ in
        }
        #expect(told["orphans", default: 0] >= 64 && told["space", default: 0] >= 2)
    }

    private static let withFreeSpace = [("fat16", "own-fs-fat16.raw"), ("exfat", "dfir_ntfs-win_exfat_7.raw")]

    @Test(
        "FAT: the search of free space says before each megabyte that it goes on",
        arguments: withFreeSpace.filter { SurveyTruth.isAtHand($0.1) })
    func showsLife(fileSystem: String, id: String) throws {
        let truth = try #require(SurveyTruth.all.first { $0.id == id })
        try truth.unpacked { path in
            let image = try Image(opening: path)
            let volume = try #require(Survey(of: image).volumes.first { $0.fileSystem == fileSystem })
            let free = try Harvest(of: volume, on: image).extents.filter { $0.coverage == .unallocated }
            var told = 0
            try Walk(of: volume, on: image).run(willParse: { address, _ in told += address == "orphans" ? 1 : 0 }) {
                _ in
            }
            let megabytes = free.reduce(0) { $0 + $1.range.byteCount } >> 20
            #expect(megabytes > 1 && told > megabytes)
        }
    }

    @Test("FAT: entries in free space that claim the same megabyte each end as one failure, and quickly")
    func orphans() throws {
        let disk = try #require(SurveyTruth.all.first { $0.id == "own-fs-fat16.raw" }).sketch()
        let volume = try #require(Survey(of: disk).volumes.first)
        let boot = try FATBoot(of: volume, on: disk)
        let entry: [UInt8] =
            [0xE5] + Array("EVIL   TXT".utf8) + [
                0x20, 0, 0, 0, 0x60, 0x21, 0x5A, 0x21, 0x5A, 0, 0, 0, 0x60, 0x21, 0x5A,
            ]
            + [0, 4, 0, 0, 0x10, 0]
        let cluster = [[UInt8]](repeating: entry, count: Int(boot.heap.clusterSize) / 32).flatMap { $0 }
        var count = 0
        for number in 1024..<boot.heap.lastCluster where !boot.table.isInUse(number) {
            disk.write(cluster, at: try #require(boot.heap.offset(ofCluster: number)))
            count += cluster.count / 32
        }
        let harvest = try Harvest(of: volume, on: disk)
        #expect(harvest.items.filter { !$0.isAllocated }.count == count)
        #expect(harvest.failureNames == ["size-limit /$OrphanFiles"])
        let claimed = harvest.items.filter { !$0.isAllocated }.flatMap(\.runs).reduce(0) { $0 + $1.byteCount }
        #expect(claimed > 0 && claimed <= 4 * volume.range.byteCount)
    }
}
