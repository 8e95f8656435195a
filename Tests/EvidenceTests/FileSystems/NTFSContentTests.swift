import Findings
import Testing

@testable import Evidence

@Suite("Contents on NTFS")
struct NTFSContentTests {
    typealias Attribute = SketchedNTFS.Attribute

    private func sketch(_ number: UInt64 = 30, _ attributes: Attribute...) -> SketchedNTFS {
        var sketch = SketchedNTFS()
        sketch.records[number] = .file(.name("file.bin", in: SketchedNTFS.root))
        sketch.records[number]?.attributes += attributes
        return sketch
    }

    @Test("that are compressed with clusters behind a hole are damaged, not zeros")
    func holeInFront() throws {
        let disk = sketch(30, .compressed([(nil, 14), (80, 2)], byteCount: 65_536)).disk()
        let harvest = try Harvest(of: disk.survey.volumes[0], on: disk)
        guard case .parser(let address, let type, let id)? = harvest.item(at: "/file.bin")?.reading else {
            Issue.record("it is not unpacked")
            return
        }
        let reader = try ContentReader(of: harvest.volume, on: disk)
        #expect(throws: EvidenceError.self) {
            try reader.read(address, type: type, id: id, byteCount: 65_536) { _ in }
        }
    }

    @Test("are found by the copy of the boot sector in a last sector of 4 KiB")
    func bootSector() throws {
        let sketched = sketch(30, .resident(.data, [1])).disk()
        let end = Int64(SketchedNTFS.clusterCount * 4096)
        let disk = SketchedDisk(byteCount: end + 4096, sectorSize: 4096)
        disk.write(try sketched.bytes(at: 0, byteCount: Int(end)), at: 0)
        disk.write(try disk.bytes(at: 0, byteCount: 512), at: end)
        disk.damage(ByteRange(offset: 0, byteCount: 4096))
        let volume = Volume(
            index: 0, range: ByteRange(offset: 0, byteCount: end + 4096), scheme: "gpt", description: "",
            fileSystem: "ntfs", state: .readable)
        #expect(try Harvest(of: volume, on: disk).item(at: "/file.bin")?.reading == .inline([1]))
    }
}
