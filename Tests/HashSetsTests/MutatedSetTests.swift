import Foundation
import TestSupport
import Testing

@testable import HashSets

@Suite("A hash set of which some bytes were changed") struct MutatedSetTests {
    private static let sets = Fixture.ofSupportedFormats.filter { $0.path.contains("/Tests/Fixtures/") }

    @Test("is imported with counts that agree, or refused, and then nothing is left", arguments: sets)
    func countsAgree(fixture: Fixture) throws {
        let original = [UInt8](try Data(contentsOf: URL(filePath: fixture.path)))
        for seed in UInt64(0)..<10 {
            var random = SplitMix64(seed: seed)
            let folder = try TemporaryFolder()
            let file = try folder.file("set", Self.mutated(original, using: &random))
            let folderOfIndexes = try TemporaryFolder()
            guard let records = try? readAll(file) else {
                #expect(throws: HashSetError.self) { try HashSetImport(file: file).run(into: folderOfIndexes.path) }
                #expect(folderOfIndexes.names.isEmpty, "seed \(seed)")
                continue
            }
            let report = try HashSetImport(file: file).run(into: folderOfIndexes.path)
            let counts = Counts(records)
            #expect(report.read == counts.entries && report.rejectedCount == counts.rejections, "seed \(seed)")
            #expect(report.distinct == counts.distinct && report.written == report.distinct, "seed \(seed)")
            #expect(report.verified == report.distinct && folderOfIndexes.names.count == 1, "seed \(seed)")
        }
    }

    /// What a reading holds, counted without a sort.
    private struct Counts {
        var entries = 0
        var rejections = 0
        var distinct: Int { tuples.count }
        private var tuples: Set<EntryDigests> = []

        init(_ records: [SetRecord]) {
            for record in records {
                switch record {
                case .entry(let entry, let rejected):
                    entries += 1
                    rejections += rejected.count
                    tuples.insert(entry.digests)
                case .rejected: rejections += 1
                }
            }
        }
    }

    /// A few bytes changed, removed, doubled, or the end cut off.
    private static func mutated(_ original: [UInt8], using random: inout SplitMix64) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: bytes[place] = .random(in: 0...255, using: &random)
            case 2: bytes[place] = Array("\"\\,{}[]\n\r\0 \u{FF}".utf8).randomElement(using: &random) ?? 0
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
            default: bytes.removeLast((bytes.count - place) / 8)
            }
        }
        return bytes
    }

    /// Every text that Foundation takes for JSON is read to its end; any other is refused or read, never a crash.
    @Test("is no JSON unless another reader says so too", arguments: UInt64(0)..<60)
    func json(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let original = #"{"a":[1,-2.5e3,"xé😀\n\u00e9\ud83d\ude00",true,false,null,{}],"b":{"":[[]]}} "#
        let folder = try TemporaryFolder()
        for number in 0..<20 {
            let bytes = Self.mutated(Array(original.utf8), using: &random)
            let file = try folder.file("\(number)", bytes)
            let isRead = (try? Self.readJSON(file)) != nil
            let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            #expect(isRead || !isJSON, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private static func readJSON(_ file: String) throws {
        var tokenizer = try JSONTokenizer(try SourceFile(opening: file))
        while try tokenizer.next() != .end {}
    }
}
