import Findings
import Testing

@testable import Evidence

@Suite("The root folder of a file system", .enabled(if: !SurveyTruth.all.isEmpty, "the evidence is not there"))
struct RootStreamTests {
    @Test("has its extended attributes listed like those of any folder")
    func attributes() throws {
        let disk = try #require(SurveyTruth.all.first { $0.id == "dfvfs-hfsplus.raw" }).sketch()
        let volume = try #require(disk.survey.volumes.first)
        let name = Array("\0m\0y\0x\0a\0t\0t\0r".utf8)
        let bytes = try disk.bytes(at: 0, byteCount: Int(disk.byteCount))
        let place = try #require(bytes.firstRange(of: name)).lowerBound
        // The key of an attribute (Apple, TN1150): its length, padding, the file's number, a block, the name.
        disk.write(be(UInt32(2)), at: Int64(place) - 10)
        let harvest = try Harvest(of: volume, on: disk)
        let item = try #require(harvest.items.first { $0.stream == Array("myxattr".utf8) })
        #expect(item.path == [UInt8(ascii: "/")] && item.kind == .fork && item.isAllocated && item.address == "2")
        // `printf 'My extended attribute' | sha256sum`
        let digests = try harvest.digests(on: disk)
        #expect(digests[item.ordinal] == "020a20a87f957aa2015b220913eebe2518c266255d54ce47eb5026e0e6ecd43a")
        #expect(harvest.failures == [] && harvest.brokenPromises(on: disk) == [])
    }
}
