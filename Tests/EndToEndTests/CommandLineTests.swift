import Foundation
import Testing

/// The commands as a person types them.
@Suite("The command line", .timeLimit(.minutes(15)))
struct CommandLineTests {
    private static let laptop = Exhibits.fixtures.appending(path: "demo/laptop.E01").path
    private static let known = Exhibits.fixtures.appending(path: "demo/known.json").path

    @Test("examines the README's example and shows the hits, the most serious category first")
    func examinesTheExample() async throws {
        let scratch = try Scratch()
        let outcome = try await Caseload.run(
            ["examine", Self.laptop, "--hash-set=\(Self.known)", "--data=\(scratch.data)", "--case=C"])
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(!outcome.errors.contains(" worker: "), "its parts come and go unheard: \(outcome.errors)")
        let hits = try await Caseload.run(["hits", "C", "--format=jsonl", "--data=\(scratch.data)"])
            .records(HitRecord.self)
        #expect(hits.map(\.category) == ["1", "1", "1", "2", "2", "2", "2"])
        // Hidden in a stream, deleted twice, and a renamed copy on each of two volumes.
        #expect(
            Set(hits.map(\.name)) == [
                "/Users/dana/Downloads/setup.exe:hidden.jpg", "/Users/dana/Downloads/gone.jpg",
                "/DCIM/100CAMRA/_SC_0013.JPG", "/Users/dana/Pictures/2024/IMG_0007.jpg", "/Users/dana/budget.xls",
                "/home/robin/.cache/thumb.dat.jpg", "/home/robin/photos/p05.jpg",
            ])
    }

    @Test("shows an image's name for what it is, whatever it would do to a terminal")
    func showsHostileName() async throws {
        let scratch = try Scratch()
        let image = scratch.url.appending(path: "ev\u{1B}[31m\u{202E}.E01").path
        try FileManager.default.copyItem(atPath: Self.laptop, toPath: image)
        let examine = ["examine", image, "--data=\(scratch.data)", "--case=f\u{202E}"]
        #expect(try await Caseload.run(examine).isSuccess)
        let items = try await Caseload.run(["items", "--format=jsonl", "--data=\(scratch.data)"])
            .records(ItemDigest.self)
        // More hits than the report shows, so that it says how to see the others.
        let known = try scratch.file("all.txt", items.compactMap(\.md5))
        for format in ["table", "csv", "jsonl"] {
            let outcome = try await Caseload.run(
                examine + ["--hash-set=\(known.path)", "--format=\(format)"] + (format == "table" ? ["--anew"] : []))
            #expect(outcome.isSuccess, "\(outcome)")
            #expect(format != "table" || outcome.output.contains("more: caseload hits 'f\\u{202E}'"), "\(outcome)")
            let shown = (outcome.output + outcome.errors).unicodeScalars
            #expect(!shown.contains("\u{1B}") && !shown.contains("\u{202E}"), "\(outcome)")
        }
    }

    @Test("has a worker keep an examiner for each core that it may use, unless it is told otherwise")
    func usesEveryCore() async throws {
        let help = try await Caseload.run(["worker", "run", "--help"]).output
        let option = try #require(help.ranges(of: "--examiners <examiners>").last)
        let words = help[option.upperBound...].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.prefix(100).contains("(default: \(ProcessInfo.processInfo.activeProcessorCount))"), "\(help)")
    }

    @Test("takes relative paths from the folder it is called in")
    func takesRelativePaths() async throws {
        let scratch = try Scratch()
        let image = try await scratch.unpack(Exhibits.named("own-small.raw"))
        let url = URL(filePath: image)
        let outcome = try await Caseload.run(
            ["examine", url.lastPathComponent, "--data=../data"], in: url.deletingLastPathComponent())
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(FileManager.default.fileExists(atPath: scratch.data))
    }

    @Test(
        "ends with 64 and its usage when it is wrong",
        arguments: [
            ["nonsense"], ["examine"], ["items", "--limit=many"], ["examine", "x", "--workers=0"],
            // An address of IPv6 has colons, and still no port.
            ["worker", "--socket=s", "--secret-file=s", "--metrics=::1"],
            ["worker", "--socket=s", "--secret-file=s", "--metrics=[::1]"],
        ])
    func refusesUsage(arguments: [String]) async throws {
        let outcome = try await Caseload.run(arguments)
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("Usage:"), "\(outcome)")
        #expect(outcome.output.isEmpty)
    }

    @Test("lists its exit codes in --help")
    func listsExitCodes() async throws {
        let help = try await Caseload.run(["--help"])
        #expect(help.isSuccess)
        for code in ["64", "65", "69", "70", "71"] { #expect(help.output.contains("  \(code)  ")) }
    }

    @Test("prints records alone on standard output, in each format", arguments: ["json", "jsonl", "csv"])
    func printsRecordsAlone(format: String) async throws {
        let scratch = try Scratch()
        _ = try await Caseload.run(["examine", Self.laptop, "--data=\(scratch.data)", "--case=C"])
        let items = try await Caseload.run(["items", "C", "--limit=3", "--format=\(format)", "--data=\(scratch.data)"])
        switch format {
        case "json": #expect(try JSONDecoder().decode([ItemKind].self, from: Data(items.output.utf8)).count == 3)
        case "jsonl": #expect(try items.records(ItemKind.self).count == 3)
        default: #expect(items.output.split(separator: "\r\n").count == 4)
        }
    }
}

private struct ItemDigest: Decodable { let md5: String? }

private struct ItemKind: Decodable { let kind: String }

private struct HitRecord: Decodable {
    let path: String
    let stream: String?
    let category: String?

    var name: String { stream.map { "\(path):\($0)" } ?? path }
}
