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
}
