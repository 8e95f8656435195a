import Foundation
import Testing

/// Hash sets as a person imports them: what is read is counted four times, and a damaged set leaves nothing behind.
@Suite("An imported hash set", .timeLimit(.minutes(15)))
struct HashSetTests {
    @Test("counts what it read, kept, wrote and found again, and the four agree")
    func countsAgree() async throws {
        let scratch = try Scratch()
        let lines = (0..<500).map { String(repeating: "0", count: 56) + hexadecimal($0) }
        let file = try scratch.file("known.txt", lines + lines.prefix(20))
        let report = try await importing(file, in: scratch)
        #expect((report.read, report.distinct, report.written, report.verified) == (520, 500, 500, 500))
        #expect(report.rejected.isEmpty)
    }

    @Test("names each bad record by its line and keeps the others")
    func namesBadRecords() async throws {
        let scratch = try Scratch()
        let good = String(repeating: "a", count: 64)
        let file = try scratch.file("known.txt", [good, "0x" + good, "nonsense", String(good.dropLast())])
        let report = try await importing(file, in: scratch)
        #expect(report.read == 1)
        #expect(report.rejected.map(\.line) == [2, 3, 4])
    }

    @Test("that had bad records says so, and where it was part of an examination how to see them")
    func remarksOnBadRecords() async throws {
        let scratch = try Scratch()
        let file = try scratch.file("known files.txt", [String(repeating: "a", count: 64), "nonsense"]).path
        let imported = try await Caseload.run(["hashset", "import", file, "--data=\(scratch.data)"])
        #expect(
            imported.errors.hasSuffix("known files.txt: 1 record or field was skipped, 1 was read.\n"), "\(imported)")
        let laptop = Exhibits.fixtures.appending(path: "demo/laptop.E01").path
        let examined = try await Caseload.run(["examine", laptop, "--hash-set=\(file)=a b", "--data=\(scratch.data)"])
        let command = "`caseload hashset import '\(file)' --category 'a b' --data \(scratch.data)`"
        #expect(examined.isSuccess && examined.errors.contains(command), "\(examined)")
    }

    @Test("shows the sizes of its entries whole, also those that no file has")
    func showsSizes() async throws {
        let scratch = try Scratch()
        let file = try scratch.file(
            "sizes.txt",
            [
                "%%%% HASHDEEP-1.0", "%%%% size,md5,filename",
                "18446744073709551615,\(String(repeating: "a", count: 32)),a",
            ])
        #expect(try await importing(file, in: scratch).read == 1)
        let entry = try await Caseload.run(
            ["hashset", "show", "sizes.txt", "--entry=0", "--format=json", "--data=\(scratch.data)"])
        #expect(entry.output.contains(#""size":18446744073709551615"#), "\(entry)")
    }

    @Test("gives a hit the most serious category of its entry, by which it is found")
    func mostSeriousCategory() async throws {
        let scratch = try Scratch()
        // Of a picture in the image, as the demonstration's set has it.
        let media = [0, 2, 1].map { #"{"MD5": "a6985aeaef6e91b595ecd10f46d9353c", "Category": \#($0)}"# }
        let model = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media"
        let set = try scratch.file(
            "several.json", [#"{"@odata.context": "\#(model)", "value": [\#(media.joined(separator: ","))]}"#]
        ).path
        let laptop = Exhibits.fixtures.appending(path: "demo/laptop.E01").path
        let examined = try await Caseload.run(["examine", laptop, "--hash-set=\(set)", "--data=\(scratch.data)"])
        #expect(examined.isSuccess, "\(examined)")
        for (category, isFound) in [("1", true), ("2", false), ("0", false)] {
            let hits = try await Caseload.run(
                ["hits", "--category=\(category)", "--format=jsonl", "--data=\(scratch.data)"])
            #expect(hits.isSuccess && hits.output.isEmpty != isFound, "\(category): \(hits)")
        }
    }

    /// A damaged set, and the format that it claims to be of.
    static let damaged: [(name: String, content: Data)] = [
        ("binary.txt", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 197 ^ $0 >> 3) })),
        (
            "cut.json",
            Data(
                #"{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media","value":[{"MediaID":1,"MD5":"00"#
                    .utf8)
        ),
        ("header-only.db", Data("SQLite format 3\u{0}".utf8) + Data(count: 100)),
    ]

    @Test("is refused whole when its file is damaged, and nothing of it is left", arguments: damaged)
    func refusesDamagedSet(name: String, content: Data) async throws {
        let scratch = try Scratch()
        let file = scratch.url.appending(path: name)
        try content.write(to: file)
        let outcome = try await Caseload.run(["hashset", "import", file.path, "--data=\(scratch.data)"])
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains(name), "\(outcome)")
        let list = try await Caseload.run(["hashset", "list", "--format=jsonl", "--data=\(scratch.data)"])
        #expect(list.isSuccess && list.output.isEmpty, "\(list)")
    }

    @Test("is found missing or damaged before anything is examined, and imported again where its file is named")
    func refusesUnsoundIndex() async throws {
        let scratch = try Scratch()
        let laptop = Exhibits.fixtures.appending(path: "demo/laptop.E01").path
        let known = Exhibits.fixtures.appending(path: "demo/known.json").path
        let examine = ["examine", laptop, "--case=C", "--format=jsonl", "--data=\(scratch.data)"]
        #expect(try await Caseload.run(["hashset", "import", known, "--data=\(scratch.data)"]).isSuccess)
        let folder = URL(filePath: scratch.data).appending(path: "hashsets")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(".hashset") })
        let index = folder.appending(path: name)
        var bytes = try Data(contentsOf: index)
        // One bit of a digest: nothing else would notice it.
        bytes[bytes.count / 2] ^= 1
        for (content, word) in [(bytes, "SHA-256"), (nil, "No such file")] {
            try FileManager.default.removeItem(at: index)
            try content?.write(to: index)
            let outcome = try await Caseload.run(examine)
            #expect(outcome.exitCode == 65)
            #expect(outcome.errors.contains("of hash set known.json") && outcome.errors.contains(word), "\(outcome)")
            let cases = try await Caseload.run(["case", "list", "--format=jsonl", "--data=\(scratch.data)"])
            #expect(cases.output.isEmpty, "\(cases)")
        }
        let again = try await Caseload.run(examine + ["--hash-set=\(known)"])
        #expect(again.isSuccess && again.output.split(separator: "\n").count == 7, "\(again)")
    }

    private func importing(_ file: URL, in scratch: Scratch) async throws -> ImportRecord {
        let outcome = try await Caseload.run(
            ["hashset", "import", file.path, "--category=known", "--format=json", "--data=\(scratch.data)"])
        try #require(outcome.isSuccess, "\(outcome)")
        return try JSONDecoder().decode(ImportRecord.self, from: Data(outcome.output.utf8))
    }

    private func hexadecimal(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

/// What `caseload hashset import --format json` prints.
private struct ImportRecord: Decodable {
    let read: Int
    let distinct: Int
    let written: Int
    let verified: Int
    let rejected: [Rejection]

    struct Rejection: Decodable {
        let line: Int?
        let reason: String
    }
}
