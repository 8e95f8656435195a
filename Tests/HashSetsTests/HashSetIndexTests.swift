import Findings
import Foundation
import Testing

@testable import HashSets

@Suite("Looking up in an index") struct HashSetIndexTests {
    @Test("finds none but the exact digests: a neighbour by one bit is no match", arguments: 0..<256)
    func neverMatchesFalsely(bit: Int) throws {
        let digest = [UInt8](0..<32)
        let index = try index(of: [Hexadecimal.text(digest)])
        var other = digest
        other[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(index.matches(for: Digests(known: ["", "", Hexadecimal.text(digest)])).count == 1)
        #expect(index.matches(for: Digests(known: ["", "", Hexadecimal.text(other)])).isEmpty)
        #expect(!index.contains(Digests(known: ["", "", Hexadecimal.text(other)])))
    }

    @Test("reports an entry once, by its strongest digest, and never against that")
    func strongestDigestDecides() throws {
        let sets = "%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,sha256,filename\n"
        let (md5, sha1) = (String(repeating: "1a", count: 16), String(repeating: "2b", count: 20))
        let sha256 = String(repeating: "3c", count: 32)
        let other = String(repeating: "4d", count: 32)
        let index = try index(ofText: sets + "3,\(md5),\(sha1),\(sha256),a\n")
        let all = index.matches(for: Digests(known: [md5, sha1, sha256]))
        #expect(all.map(\.algorithm) == [.sha256])
        #expect(index.matches(for: Digests(known: [md5, sha1, other])).isEmpty)
        let weaker = try self.index(ofText: sets + "3,\(md5),\(sha1),,a\n3,\(md5),,,b\n")
        #expect(weaker.matches(for: Digests(known: [md5, sha1, other])).map(\.algorithm) == [.sha1, .md5])
        #expect(weaker.matches(for: Digests(known: [md5, "", other])).map(\.entry) == [1])
    }

    @Test("names every entry that matches, in the order of their numbers")
    func severalMatch() throws {
        let (md5, sha256) = (String(repeating: "1a", count: 16), String(repeating: "3c", count: 32))
        let index = try index(
            ofText:
                "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n1,\(md5),\(sha256),a\n1,,\(sha256),b\n1,\(md5),,c\n")
        let matches = index.matches(for: Digests(known: [md5, "", sha256]))
        #expect(matches.map(\.entry) == [0, 1, 2])
        #expect(matches.map(\.algorithm) == [.sha256, .sha256, .md5])
        #expect(matches.map { index.entry($0.entry)?.records.map(\.name) } == [["b"], ["a"], ["c"]])
    }

    @Test("never takes an empty item for a known file, whatever the set holds")
    func emptyContentNeverMatches() throws {
        // md5sum, sha1sum and sha256sum of /dev/null.
        let empty = [
            "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ]
        let index = try index(of: empty)
        #expect(index.summary.entries == 3)
        #expect(index.matches(for: Digests(known: empty)).isEmpty)
        #expect(Hexadecimal.text(HashSetIndex.emptyContent) == empty[2])
    }

    @Test(
        "holds sets of no entry, of one, and of many that begin alike", arguments: [0, 1, 2, 3, 4, 5, 63, 64, 50_000])
    func holdsAnyNumber(count: Int) throws {
        // The worst for buckets: all digests share their leading bits.
        let digests = (0..<count).map { number in
            String(repeating: "0", count: 56) + String(number + 0x1000_0000, radix: 16)
        }
        let index = try index(of: digests)
        #expect(index.summary.entries == count)
        for (number, digest) in digests.enumerated() {
            #expect(index.matches(for: Digests(known: ["", "", digest])).map(\.entry) == [Int64(number)])
        }
        #expect(index.matches(for: Digests(known: ["", "", String(repeating: "f", count: 64)])).isEmpty)
        #expect(index.matches(for: Digests(known: ["", "", String(repeating: "0", count: 64)])).isEmpty)
        #expect(index.matches(for: Digests(md5: [], sha1: [], sha256: [])).isEmpty)
    }

    @Test("puts the most serious category first: numbers from 1 on by value, then words, then 0")
    func ordersCategories() {
        let order = ["01", "1", "2", "10", "18446744073709551616", "+1", "CAT 1", "Known", "alert", "0", "00"]
        #expect(order.reversed().sorted(by: Category.leads) == order)
    }

    private func index(of digests: [String]) throws -> HashSetIndex {
        try index(ofText: digests.map { $0 + "\n" }.joined())
    }

    private func index(ofText text: String) throws -> HashSetIndex {
        let folder = try TemporaryFolder()
        let report = try HashSetImport(file: try folder.file("set.txt", text.utf8)).run(into: folder.path)
        return try HashSetLibrary(directory: folder.path).open(report.sha256, verifying: true)
    }
}
