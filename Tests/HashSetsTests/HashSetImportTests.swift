import Findings
import Foundation
import Testing

@testable import HashSets

@Suite("Importing a hash set") struct HashSetImportTests {
    @Test("counts what it read, what is distinct, what it wrote and what it found again", arguments: readable)
    func counts(fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let report = try HashSetImport(file: fixture.path).run(into: folder.path)
        #expect(report.read == fixture.entryCount)
        #expect(report.distinct == fixture.uniqueCount)
        #expect(report.written == fixture.uniqueCount)
        #expect(report.verified == fixture.uniqueCount)
        #expect(report.rejectedCount == fixture.malformedCount)
        #expect(report.outcome.rawValue == (fixture.outcome == "ok" ? "complete" : fixture.outcome))
        #expect(folder.names == [report.sha256 + ".hashset"])
    }

    @Test("makes the same index from the same file, in one piece or in many", arguments: readable)
    func isDeterministic(fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let whole = try HashSetImport(file: fixture.path, version: "1").run(into: folder.path)
        let pieces = try HashSetImport(file: fixture.path, version: "1", chunkByteCount: 1_000).run(into: folder.path)
        #expect(pieces == whole)
        #expect(folder.names == [whole.sha256 + ".hashset"])
    }

    @Test(
        "leaves nothing behind of a set that it refuses",
        arguments: Fixture.ofSupportedFormats.filter { $0.outcome == "refused" })
    func leavesNothing(fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        #expect(throws: HashSetError.self) { try HashSetImport(file: fixture.path).run(into: folder.path) }
        #expect(folder.names.isEmpty)
    }

    @Test("finds every entry by its digests, with all of its categories, the most serious first", arguments: readable)
    func findsEntries(fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let report = try HashSetImport(file: fixture.path, category: "by option").run(into: folder.path)
        let index = try HashSetLibrary(directory: folder.path).open(report.sha256, verifying: true)
        var expected: [[String]: Set<String>] = [:]
        for row in fixture.expected {
            let category = row["category"].flatMap { $0 == "-" ? nil : $0 } ?? "by option"
            expected[Self.key(row), default: []].insert(category)
        }
        for (key, categories) in expected {
            let digests = Digests(known: key)
            let isEmptyContent = key[1] == "da39a3ee5e6b4b0d3255bfef95601890afd80709"
            let matches = index.matches(for: digests)
            let match = matches.first { index.entry($0.entry).map(Self.key) == key }
            if isEmptyContent && digests.sha256 == HashSetIndex.emptyContent { continue }
            #expect(match.map { Set($0.categories) } == categories)
            #expect(matches.map(\.entry) == matches.map(\.entry).sorted())
        }
        #expect(index.summary.entries == expected.count)
    }

    @Test("keeps what every record says of its file", arguments: readable)
    func keepsInformation(fixture: Fixture) throws {
        let folder = try TemporaryFolder()
        let report = try HashSetImport(file: fixture.path).run(into: folder.path)
        let index = try HashSetLibrary(directory: folder.path).open(report.sha256, verifying: false)
        var expected: [[String]: Set<HashSetEntry.Record>] = [:]
        for case .entry(let entry, _) in try readAll(fixture.path) {
            let record = HashSetEntry.Record(category: entry.category, byteCount: entry.byteCount, name: entry.name)
            let key = DigestAlgorithm.allCases.map { entry.digests[$0].map { Hexadecimal.text($0.bytes) } ?? "-" }
            if record != HashSetEntry.Record(category: nil, byteCount: nil, name: nil) {
                expected[key, default: []].insert(record)
            } else {
                expected[key, default: []] = expected[key] ?? []
            }
        }
        var found: [[String]: Set<HashSetEntry.Record>] = [:]
        for number in 0..<Int64(index.summary.entries) {
            let entry = try #require(index.entry(number))
            found[Self.key(entry)] = Set(entry.records)
        }
        #expect(found == expected)
        #expect(index.entry(-1) == nil)
        #expect(index.entry(Int64(index.summary.entries)) == nil)
    }

    @Test("names every category of digests that one file holds with several")
    func reportsConflicts() throws {
        let fixture = try #require(Fixture.all.first { $0.file == "hostile/vics-conflicts.json" })
        let folder = try TemporaryFolder()
        let report = try HashSetImport(file: fixture.path).run(into: folder.path)
        let index = try HashSetLibrary(directory: folder.path).open(report.sha256, verifying: false)
        #expect(fixture.conflicts.count == 10)
        for conflict in fixture.conflicts {
            let match = try #require(index.matches(for: Digests(known: Self.key(conflict))).first)
            let categories = (conflict["categories"] ?? "").split(separator: ",").map(String.init)
            // They are 0 and 2, or 1 and 2.
            #expect(match.categories == categories.sorted { ($0 == "0" ? "9" : $0) < ($1 == "0" ? "9" : $1) })
            #expect(match.category == (categories.contains("0") ? "2" : "1"))
        }
    }

    @Test("takes name, version and category from the option, else from the set, else from the file")
    func namesSets() throws {
        let folder = try TemporaryFolder()
        let given = try HashSetImport(
            file: Fixture.path("plain/md5.txt"), name: "Known", version: "7", category: "known"
        ).run(into: folder.path)
        #expect((given.name, given.version, given.category) == ("Known", "7", "known"))
        let own = try HashSetImport(file: Fixture.path("nsrl-rds3-minimal.db")).run(into: folder.path)
        #expect((own.name, own.version) == ("NSRL modern_minimal", "2026.03.1"))
        // sha256sum plain/md5.txt
        let file = try HashSetImport(file: Fixture.path("plain/md5.txt")).run(into: folder.path)
        #expect((file.name, file.category) == ("md5.txt", nil))
        #expect(file.version.count == 12)
        let list = try HashSetLibrary(directory: folder.path).list()
        #expect(list.summaries.map(\.name) == ["Known", "NSRL modern_minimal", "md5.txt"])
    }

    @Test("does not import a file of which it could read nothing")
    func refusesNothing() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("odd.txt", "hello\nworld\n".utf8)
        let error = try #require(throws: HashSetError.self) {
            try HashSetImport(file: file, format: .plain).run(into: folder.path)
        }
        #expect(error.reason == .nothingReadable)
        #expect(error.line == 1)
        #expect(folder.names == ["odd.txt"])
    }

    @Test("says which file or folder it cannot use", arguments: ["/", "/nonexistent/set.txt"])
    func namesMissingFiles(path: String) throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: HashSetError.self) { try HashSetImport(file: path).run(into: folder.path) }
        #expect(error.path == path)
        let unwritable = try #require(throws: HashSetError.self) {
            try HashSetImport(file: Fixture.path("plain/md5.txt")).run(into: "/nonexistent")
        }
        #expect(unwritable.reason == .cannotWrite)
    }

    private static let readable = Fixture.ofSupportedFormats.filter { $0.outcome != "refused" }

    private static func key(_ row: [String: String]) -> [String] { ["md5", "sha1", "sha256"].map { row[$0] ?? "-" } }

    private static func key(_ entry: HashSetEntry) -> [String] {
        [entry.md5, entry.sha1, entry.sha256].map { $0.map(Hexadecimal.text) ?? "-" }
    }
}

extension Digests {
    /// The digests of a content of which only these are known; the others are made up.
    init(known digits: [String]) {
        let bytes = zip(digits, DigestAlgorithm.allCases).map { digits, algorithm in
            DigestText.read(Array(digits.utf8)[...])?.bytes ?? [UInt8](repeating: 0x5A, count: algorithm.byteCount)
        }
        self.init(md5: bytes[0], sha1: bytes[1], sha256: bytes[2])
    }
}
