import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("Features of ext", .enabled(if: ExtImage.canBeMade, "e2fsprogs is not there"))
struct ExtFeatureTests {
    private func harvest(_ image: ExtImage) throws -> Harvest {
        let bytes = try image.bytes()
        let disk = SketchedDisk(byteCount: Int64(bytes.count))
        disk.write(bytes, at: 0)
        let harvest = try Harvest(of: #require(disk.survey.volumes.first), on: disk)
        #expect(harvest.brokenPromises(on: disk) == [])
        return harvest
    }

    @Test("a short link beside a cluster of extended attributes keeps its target")
    func bigalloc() throws {
        let scratch = try ScratchFolder()
        let value = try scratch.write([UInt8](repeating: 7, count: 500), to: "value")
        let image = try ExtImage(
            "-t ext4 -O bigalloc -C 16384 -b 1024 -I 128", size: "16M",
            commands: ["symlink link short/target", "ea_set -f \(value) link user.x"])
        let harvest = try harvest(image)
        #expect(harvest.item(at: "/link")?.linkTarget == Array("short/target".utf8))
        #expect(harvest.failures == [])
    }

    @Test("a folder whose names are encrypted is named")
    func encrypted() throws {
        let image = try ExtImage(
            "-t ext4 -O encrypt", size: "4M",
            commands: ["mkdir secret", "set_inode_field secret flags 0x80800", "mkdir open"])
        #expect(try harvest(image).failureNames == ["encrypted-item /secret"])
    }

    @Test("changes that only the journal has are named as not examined")
    func journal() throws {
        let image = try ExtImage("-t ext4", size: "8M", commands: ["feature needs_recovery"])
        let failures = try harvest(image).failures
        #expect(failures.map(\.reason) == [.fileSystemDamaged] && failures.first?.scope == .volume)
    }
}
