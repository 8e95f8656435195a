import Findings
import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("A sketched NTFS", .enabled(if: Tool.areInstalled("fls", "icat"), "The Sleuth Kit is not installed"))
struct SketchedNTFSTests {
    @Test("is NTFS to The Sleuth Kit too, with the same files, addresses and contents")
    func secondOpinion() throws {
        var sketch = SketchedNTFS()
        sketch.records[24] = .folder(.name("folder", in: SketchedNTFS.root))
        sketch.records[25] = .file(
            .name("listed.txt", in: SketchedNTFS.reference(24)), .resident(.data, Array("content".utf8)),
            .resident(.data, Array("hidden".utf8), name: "stream"))
        sketch.records[26] = .file(.name("sparse.bin", in: SketchedNTFS.root))
        sketch.records[26]?.attributes += [
            .clusters(.data, [(80, 1), (nil, 1), (75, 2)], byteCount: 16_000, initialized: 13_000)
        ]
        sketch.clustersInUse = [75, 76, 80]
        for cluster in sketch.clustersInUse {
            sketch.write([UInt8](repeating: UInt8(cluster), count: 4096), toCluster: cluster)
        }
        let disk = sketch.disk()
        let folder = try ScratchFolder()
        let path = try folder.write(try disk.bytes(at: 0, byteCount: Int(disk.byteCount)), to: "ntfs.raw")
        let lines = String(decoding: try Tool.run("fls", "-r", "-p", path), as: UTF8.self).split(separator: "\n")
        let harvest = try sketch.harvest()
        #expect(harvest.failures == [])
        let digests = try harvest.digests(on: disk)
        for name in ["/folder/listed.txt", "/sparse.bin"] {
            let item = try #require(harvest.item(at: name))
            #expect(lines.contains("r/r \(item.address):\t\(name.dropFirst())"))
            let content = try Tool.run("icat", path, item.address)
            #expect(digests[item.ordinal] == (try Self.sha256(content)))
        }
        let stream = try #require(harvest.items.first { $0.stream == Array("stream".utf8) })
        #expect(lines.contains("r/r \(stream.address):\tfolder/listed.txt:stream"))
    }

    private static func sha256(_ content: Data) throws -> String {
        let folder = try ScratchFolder()
        let output = try Tool.run("sha256sum", try folder.write(content, to: "content"))
        return String(String(decoding: output, as: UTF8.self).prefix(64))
    }
}
