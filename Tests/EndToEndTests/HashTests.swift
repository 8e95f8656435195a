import Foundation
import TestSupport
import Testing

/// Digests of ordinary files, as other tools take them.
@Suite("`caseload hash`", .timeLimit(.minutes(15)))
struct HashTests {
    private static let folder = Exhibits.fixtures.appending(path: "demo").path

    @Test("prints what coreutils check", arguments: ["md5sum", "sha1sum", "sha256sum"])
    func isChecked(program: String) async throws {
        let scratch = try Scratch()
        let hostile = scratch.url.appending(path: "back\\slash\nand break")
        try Data("content".utf8).write(to: hostile)
        let outcome = try await Caseload.run(
            ["hash", "--recursive", "--format=\(program)", Self.folder, hostile.path])
        #expect(outcome.isSuccess, "\(outcome)")
        let list = try scratch.file("list", [String(outcome.output.dropLast())])
        try Tool.run(program, "--check", "--strict", "--status", list.path)
        #expect(outcome.output.split(separator: "\n").count == Self.fileCount + 1)
    }

    @Test("prints what hashdeep audits", .enabled(if: Tool.areInstalled("hashdeep")))
    func isAudited() async throws {
        let scratch = try Scratch()
        let outcome = try await Caseload.run(["hash", "-r", "--format=hashdeep", Self.folder])
        #expect(outcome.isSuccess, "\(outcome)")
        let list = try scratch.file("list", [String(outcome.output.dropLast())])
        try Tool.run("hashdeep", "-a", "-r", "-k", list.path, Self.folder)
    }

    @Test("imports as a hash set what it printed")
    func isImported() async throws {
        let scratch = try Scratch()
        let outcome = try await Caseload.run(["hash", "-r", "--format=hashdeep", Self.folder])
        let list = try scratch.file("list", [String(outcome.output.dropLast())])
        let imported = try await Caseload.run(
            ["hashset", "import", list.path, "--format=json", "--data=\(scratch.data)"])
        #expect(imported.isSuccess, "\(imported)")
        #expect(imported.output.contains("\"read\":\(Self.fileCount)"), "\(imported)")
    }

    @Test("prints records with all three digests")
    func printsRecords() async throws {
        let scratch = try Scratch()
        let file = try scratch.file("abc", ["abc"])
        let outcome = try await Caseload.run(["hash", "--format=jsonl", file.path])
        struct Record: Decodable { let path: String, size: Int64, md5, sha1, sha256: String }
        let record = try #require(try outcome.records(Record.self).first)
        #expect(record.path == file.path && record.size == 4)
        let sum = String(decoding: try Tool.run("sha1sum", file.path), as: UTF8.self)
        #expect(sum.hasPrefix(record.sha1) && record.md5.count == 32 && record.sha256.count == 64)
    }

    @Test("names what it cannot read, digests the rest and says so in its exit code")
    func namesWhatItCannotRead() async throws {
        let scratch = try Scratch()
        let file = try scratch.file("here", ["here"])
        let gone = scratch.url.appending(path: "gone").path
        let outcome = try await Caseload.run(["hash", gone, file.path])
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("\(gone): No such file or directory"), "\(outcome)")
        #expect(outcome.output.hasSuffix("  \(file.path)\n"))
    }

    /// The files of the demonstration.
    private static let fileCount =
        FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        .filter { path in
            var isFolder: ObjCBool = false
            let whole = "\(folder)/\(path)"
            return unsafe FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder) && !isFolder.boolValue
        }.count ?? 0
}
