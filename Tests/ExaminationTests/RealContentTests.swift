import Evidence
import Examination
import Findings
import Foundation
import HashSets
import Testing

@Suite("Contents of real disks")
struct RealContentTests {
    private struct Row {
        let state: String
        let path: String
        let sha256: String
    }

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures").standardizedFileURL.path

    /// What other tools say: `Tests/Fixtures/README.md` tells which.
    private static func truth(of id: String) throws -> [Row] {
        let text = try String(contentsOfFile: "\(fixtures)/truth/\(id).tsv", encoding: .utf8)
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            // Names with a dollar sign are the file system's own.
            guard fields.count > 9, fields[9].count == 64, !fields[4].hasPrefix("$") else { return nil }
            return Row(state: fields[5], path: fields[4], sha256: fields[9])
        }
    }

    /// All contents of an image, whichever way they are read.
    private func contents(of image: Image, matching hashSets: [HashSetIndex] = []) throws -> [ShardFindings] {
        try Survey(of: image).volumes.filter { $0.state == .readable }.map { volume in
            var items: [ItemToRead] = []
            try Walk(of: volume, on: image).run(willParse: { _, _ in }) { finding in
                if case .item(let item) = finding { items.append(ItemToRead(item)) }
            }
            return try ContentExaminer(of: volume, on: image, matching: hashSets)
                .examine(items, reporting: RecordingObserver())
        }
    }

    private func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    @Test(
        "are what other tools read",
        arguments: [("own", "disk1.E01"), ("dfvfs", "ext2.E01")])
    func agrees(origin: String, name: String) throws {
        let image = try Image(opening: "\(Self.fixtures)/images/\(origin)/\(name)")
        let found = try contents(of: image).flatMap(\.contents)
        let digests = Set(found.compactMap { $0.digests.map { hex($0.sha256) } })
        let rows = try Self.truth(of: "\(origin)-\(name)").filter { $0.state == "allocated" }
        #expect(!rows.isEmpty)
        #expect(rows.filter { !digests.contains($0.sha256) }.map(\.path) == [])
    }

    @Test("have no digest where a chunk of the image is damaged, and the chunk is named")
    func damagedChunk() throws {
        let image = try Image(opening: "\(Self.fixtures)/images/own/bad-chunk.E01")
        let findings = try contents(of: image)
        let digests = Set(findings.flatMap(\.contents).compactMap { $0.digests.map { hex($0.sha256) } })
        let rows = try Self.truth(of: "own-bad-chunk.E01")
        // What The Sleuth Kit makes of such an item: a digest of zeros, which is invented.
        #expect(rows.filter { $0.state == "must-fail" && digests.contains($0.sha256) }.map(\.path) == [])
        #expect(rows.filter { $0.state == "allocated" && !digests.contains($0.sha256) }.map(\.path) == [])
        let failures = findings.flatMap(\.failures)
        #expect(!failures.isEmpty)
        #expect(failures.allSatisfy { $0.reason == .chunkChecksum && $0.range != nil && $0.ordinal != nil })
    }

    @Test("match the entries of a hash set, by the strongest digest that it has")
    func hits() throws {
        let image = try Image(opening: "\(Self.fixtures)/images/own/bad-chunk.E01")
        let known = Set(try Self.truth(of: "own-bad-chunk.E01").filter { $0.state == "allocated" }.map(\.sha256))
            .subtracting([hex(HashSetIndex.emptyContent)]).sorted().prefix(7)
        let folder = FileManager.default.temporaryDirectory.appending(path: "hits-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appending(path: "known.txt")
        try known.joined(separator: "\n").write(to: list, atomically: true, encoding: .utf8)
        let report = try HashSetImport(file: list.path, category: "seen before").run(into: folder.path) { _ in }
        let index = try HashSetIndex(opening: folder.appending(path: "\(report.sha256).hashset").path, verifying: true)

        for findings in try contents(of: image, matching: [index]) {
            let expected = findings.contents.filter { known.contains($0.digests.map { hex($0.sha256) } ?? "") }
            #expect(findings.hits.map(\.ordinal) == expected.map(\.ordinal))
            for hit in findings.hits {
                #expect(hit.hashSet == index.sha256 && hit.algorithm == .sha256 && hit.category == "seen before")
            }
        }
    }
}
