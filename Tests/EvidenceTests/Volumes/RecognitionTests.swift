import Findings
import TestSupport
import Testing

@testable import Evidence

@Suite("A volume's content")
struct RecognitionTests {
    @Test("is told by its mark, and what cannot be read is named", arguments: Signature.firstSector + Signature.later)
    func tellsSignature(signature: Signature) {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.write(signature.bytes, at: signature.position)
        let survey = disk.survey
        #expect(survey.volumes.map(\.fileSystem) == [signature.word])
        #expect(survey.volumes.map(\.state) == [.failed])
        #expect(survey.failures.map(\.reason) == [signature.obstacle.reason])
        #expect(survey.failures.first?.detail.hasPrefix(signature.obstacle.what) == true)
    }

    @Test(
        "of FAT is told by its number of clusters",
        arguments: [(4084, "fat12"), (4085, "fat16"), (65_524, "fat16")])
    func countsClusters(clusters: UInt32, word: String) {
        let disk = SketchedDisk(byteCount: 128 << 20)
        disk.writeFAT(clusters: clusters)
        #expect(disk.survey.volumes.map(\.fileSystem) == [word])
    }

    @Test(
        "of ext is told by its features",
        arguments: [
            (0x38, 0x2, 0x1, "ext2"), (0x3C, 0x2, 0x3, "ext3"), (0x3C, 0x6, 0x7, "ext3"), (0x3C, 0x242, 0x3, "ext4"),
            (0x38, 0x2, 0x400, "ext4"), (0x38, 0xC2, 0x1, "ext4"),
        ] as [(UInt32, UInt32, UInt32, String)])
    func readsFeatures(compatible: UInt32, incompatible: UInt32, readOnly: UInt32, word: String) {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.writeExt2(at: 0)
        disk.write(le(compatible) + le(incompatible) + le(readOnly), at: 1024 + 92)
        #expect(disk.survey.volumes.map(\.fileSystem) == [word])
    }

    @Test("is LVM where the rest of a LUKS header lies beside it")
    func prefersLVM() {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.write(Array("LUKS".utf8) + [0xBA, 0xBE, 0, 1], at: 0)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["luks"])
        disk.write("LABELONE", at: 512)
        disk.write("LVM2 001", at: 536)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["lvm2"])
    }

    @Test("is LUKS 2 by its second header where the first is wiped")
    func findsSecondHeader() {
        let disk = SketchedDisk(byteCount: 8 << 20)
        disk.write(Array("SKUL".utf8) + [0xBA, 0xBE, 0, 2], at: 16_384)
        disk.write(be(UInt64(16_384)), at: 16_384 + 256)
        #expect(disk.survey.failures.map(\.reason) == [.encryptedVolume])
    }

    @Test("is a RAID's, unless the RAID is a mirror whose file system begins where the volume does")
    func tellsRAID() {
        for (level, word) in [(UInt32(5), "linux-raid"), (1, "ext2")] {
            let disk = SketchedDisk(byteCount: 1 << 20)
            disk.writeExt2(at: 0)
            disk.write(le(UInt32(0xA92B_4EFC)) + le(UInt32(1)), at: (1 << 20) - 8192)
            disk.write(le(level), at: (1 << 20) - 8192 + 72)
            #expect(disk.survey.volumes.map(\.fileSystem) == [word])
        }
    }

    @Test("of a disc that has UDF too is examined as ISO 9660, and the rest is named")
    func namesUDF() {
        let disk = SketchedDisk(byteCount: 4 << 20)
        disk.writeDisc(label: "BRIDGE", blocks: 100)
        for (number, name) in ["BEA01", "NSR02", "TEA01"].enumerated() {
            disk.write("\0" + name, at: Int64(18 + number) * 2048)
        }
        #expect(disk.survey.volumes.map(\.state) == [.readable])
        #expect(disk.survey.failures.map(\.reason) == [.unsupportedFileSystem])
    }

    @Test("without its first sector is told by the copy, and its loss is named")
    func findsBackup() {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.write([0xEB, 0x52, 0x90] + Array("NTFS    ".utf8), at: (1 << 20) - 512)
        #expect(disk.survey.volumes.map(\.fileSystem) == ["ntfs"])
        #expect(disk.survey.volumes.map(\.state) == [.failed])
        #expect(disk.survey.failures.map(\.reason) == [.fileSystemDamaged])
    }

    @Test("of a partition that by its type belongs to a dynamic disk is named as that")
    func namesDynamicDisk() {
        let disk = SketchedDisk(byteCount: 1 << 20)
        disk.writeRecord([.init(type: 0x42, start: 63, count: 1000)])
        #expect(disk.survey.failures.map(\.reason) == [.unsupportedVolumeManager])
        disk.writeExt2(at: 63 * 512)
        #expect(disk.survey.volumes.map(\.state) == [.readable])
        #expect(disk.survey.failures.map(\.reason) == [.unsupportedVolumeManager])
    }

    @Test("of YAFFS2 is told by its chunks", arguments: [(2048, 64), (4096, 128), (512, 16)] as [(Int64, Int64)])
    func tellsYAFFS2(chunk: Int64, spare: Int64) {
        let disk = SketchedDisk(byteCount: 1 << 20)
        for number in Int64(0)..<3 {
            disk.write(
                le(UInt32(1)) + le(UInt32(1)) + [0xFF, 0xFF] + Array("name".utf8), at: number * 2 * (chunk + spare))
        }
        #expect(disk.survey.volumes.map(\.fileSystem) == ["yaffs2"])
        #expect(disk.survey.volumes.map(\.state) == [.readable])
    }

    @Test("of noise or zeros is named as nothing that is known", arguments: UInt64(0)..<20)
    func namesNothing(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let disk = SketchedDisk(byteCount: 300_000)
        if seed > 0 { disk.write((0..<300_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }, at: 0) }
        #expect(disk.survey.volumes.map(\.fileSystem) == [nil])
        #expect(disk.survey.failures.map(\.reason) == [.noFileSystem])
    }
}

extension Signature: CustomTestStringConvertible {
    public var testDescription: String { "\(word) at \(position)" }
}

extension SketchedDisk {
    /// The descriptors of an ISO 9660 disc of some blocks of 2,048 bytes.
    func writeDisc(label: String, blocks: UInt32) {
        write([1] + Array("CD001".utf8) + [1], at: 32_768)
        write(Array(label.utf8) + [UInt8](repeating: 0x20, count: 32 - label.utf8.count), at: 32_768 + 40)
        write(le(blocks) + be(blocks), at: 32_768 + 80)
        write(le(UInt16(2048)) + be(UInt16(2048)), at: 32_768 + 128)
        write([255] + Array("CD001".utf8) + [1], at: 34_816)
    }

    /// The boot sector of a FAT with one sector a cluster and one table of 256 sectors.
    func writeFAT(clusters: UInt32) {
        write([0xEB, 0x3C, 0x90] + Array("mkfs.fat".utf8) + le(UInt16(512)) + [1] + le(UInt16(1)) + [1], at: 0)
        write(le(UInt16(16)) + le(UInt16(0)) + [0xF8] + le(UInt16(256)), at: 17)
        write(le(1 + 256 + 1 + clusters), at: 32)
        write([0x55, 0xAA], at: 510)
        write([0xF8, 0xFF, 0xFF], at: 512)
    }
}
