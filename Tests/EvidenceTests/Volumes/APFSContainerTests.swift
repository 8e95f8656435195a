import Evidence
import Findings
import Testing

@Suite("An APFS container", .enabled(if: !SurveyTruth.all.isEmpty, "no evidence is at hand"))
struct APFSContainerTests {
    /// One volume, whose superblock lies in block 107 (`pstat` of The Sleuth Kit).
    private static let truth = SurveyTruth.all.first { $0.id == "dfvfs-apfs.raw" }
    private static let superblock: Int64 = 107 * 4096

    private func disk() throws -> SketchedDisk { try #require(Self.truth).sketch() }

    @Test("gives its volumes, each by its superblock and its name")
    func givesVolumes() throws {
        let volumes = try disk().survey.volumes
        #expect(volumes.map(\.subvolume) == [107])
        #expect(volumes.map(\.label) == ["apfs_test"])
        #expect(volumes.map(\.scheme) == ["apfs"])
    }

    @Test("goes by its newest checkpoint, not by the superblock in its first block, which may be old")
    func usesNewestCheckpoint() throws {
        let disk = try disk()
        disk.write([UInt8](repeating: 0, count: 8), at: 184)  // The list of volumes.
        #expect(disk.survey.volumes.map(\.label) == ["apfs_test"])
    }

    @Test("names an encrypted volume, and does not examine it")
    func namesEncryption() throws {
        let disk = try disk()
        disk.write([8], at: Self.superblock + 264)  // The flags, without the one that says "unencrypted".
        #expect(disk.survey.volumes.map(\.state) == [.failed])
        #expect(disk.survey.failures.map(\.reason) == [.encryptedVolume])
        #expect(disk.survey.extents.map(\.coverage) == [.failed])
    }

    @Test("names the former states that a volume keeps")
    func namesSnapshots() throws {
        let disk = try disk()
        disk.write([3], at: Self.superblock + 216)
        #expect(disk.survey.volumes.map(\.state) == [.readable])
        #expect(disk.survey.failures.map(\.reason) == [.volumeShadowCopies])
    }

    @Test("whose volumes cannot be found fails by name")
    func namesDamage() throws {
        let disk = try disk()
        disk.write([0, 0, 0, 0], at: Self.superblock + 32)
        #expect(disk.survey.volumes.map(\.state) == [.failed])
        #expect(disk.survey.failures.map(\.reason) == [.fileSystemDamaged])
    }
}
