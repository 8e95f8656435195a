import Findings
import Foundation
import TestSupport
import Testing

@testable import HashSets

@Suite("An index that was damaged") struct DamagedIndexTests {
    /// All sections that an index can have.
    private static let set = Fixture.path("hostile/vics-odd-records.json")

    @Test("is refused wherever it is cut off", arguments: 0..<64)
    func refusesTruncated(part: Int) throws {
        let (folder, name) = try makeIndex()
        let bytes = try Data(contentsOf: folder.url.appending(path: name))
        let damaged = try folder.file(name, bytes.prefix(bytes.count * part / 64))
        let error = try #require(throws: HashSetError.self) {
            _ = try HashSetIndex(opening: damaged, verifying: false)
        }
        #expect(error.reason == (part == 0 ? .notAnIndex : .damagedIndex))
        #expect(error.path == damaged)
        #expect(error.description.contains("import the hash set again"))
    }

    @Test("is refused when any byte of it was changed, and never crashes who did not verify it")
    func refusesChangedBytes() throws {
        let (folder, name) = try makeIndex()
        let bytes = try Data(contentsOf: folder.url.appending(path: name))
        var random = SplitMix64(seed: 7)
        // Every byte of the header and the table, and every third behind them.
        for position in bytes.indices where position < 512 || position.isMultiple(of: 3) {
            var damaged = bytes
            damaged[position] ^= UInt8.random(in: 1...255, using: &random)
            let path = try folder.file(name, damaged)
            #expect(throws: HashSetError.self) { _ = try HashSetIndex(opening: path, verifying: true) }
            guard let index = try? HashSetIndex(opening: path, verifying: false) else { continue }
            exercise(index)
        }
    }

    @Test("never crashes who uses it, whatever stands in it", arguments: UInt64(0)..<200)
    func survivesAnything(seed: UInt64) throws {
        let (folder, name) = try makeIndex()
        var bytes = try Data(contentsOf: folder.url.appending(path: name))
        var random = SplitMix64(seed: seed)
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            bytes[position] = [0, 0xFF, .random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
        }
        let path = try folder.file(name, bytes)
        if let index = try? HashSetIndex(opening: path, verifying: false) { exercise(index) }
    }

    @Test("is refused when its name is not that of an index")
    func refusesOtherNames() throws {
        let (folder, name) = try makeIndex()
        let bytes = try Data(contentsOf: folder.url.appending(path: name))
        for other in ["set.hashset", String(name.dropFirst()), name + "x"] {
            let path = try folder.file(other, bytes)
            let error = try #require(throws: HashSetError.self) {
                _ = try HashSetIndex(opening: path, verifying: false)
            }
            #expect(error.reason == .notAnIndex)
        }
        // The right form, and another content's digest.
        let path = try folder.file(String(repeating: "ab", count: 32) + ".hashset", bytes)
        let error = try #require(throws: HashSetError.self) { _ = try HashSetIndex(opening: path, verifying: true) }
        #expect(error.reason == .damagedIndex)
        #expect(error.cause.contains(name.prefix(64)))
    }

    private func makeIndex() throws -> (TemporaryFolder, String) {
        let folder = try TemporaryFolder()
        let report = try HashSetImport(file: Self.set, version: "1").run(into: folder.path)
        return (folder, report.sha256 + ".hashset")
    }

    /// Everything that can be asked of an index.
    private func exercise(_ index: HashSetIndex) {
        for number in 0..<Int64(min(index.summary.entries, 100)) {
            guard let entry = index.entry(number) else { continue }
            let digests = Digests(
                md5: entry.md5 ?? [UInt8](repeating: 1, count: 16),
                sha1: entry.sha1 ?? [UInt8](repeating: 1, count: 20),
                sha256: entry.sha256 ?? [UInt8](repeating: 1, count: 32))
            _ = index.matches(for: digests)
        }
        _ = index.matches(for: Digests(known: ["", "", ""]))
    }
}
