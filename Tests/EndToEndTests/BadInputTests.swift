import Foundation
import Glibc
import TestSupport
import Testing

/// What is no image, or half of one: each is refused in words, or examined with a failure that says what is lost.
@Suite("Bad evidence", .timeLimit(.minutes(15)))
struct BadInputTests {
    /// An image that is refused before anything is registered.
    struct Refused: Sendable, CustomStringConvertible {
        let description: String
        /// What must be said.
        let words: String
        let make: @Sendable (URL) throws -> Void
    }

    static let refused = [
        Refused(description: "a missing image", words: "No such file", make: { _ in }),
        Refused(description: "an empty image", words: "empty") { try Data().write(to: $0) },
        Refused(description: "a folder", words: "folder") {
            try FileManager.default.createDirectory(at: $0, withIntermediateDirectories: false)
        },
        Refused(description: "a FIFO, which would never end", words: "neither a file") {
            guard unsafe mkfifo($0.path, 0o600) == 0 else { throw CannotMake(path: $0.path) }
        },
    ]

    @Test("that is no image is refused by name, with an exit code of its own", arguments: refused)
    func refusesBadImage(image: Refused) async throws {
        let scratch = try Scratch()
        let path = scratch.url.appending(path: "seized.raw")
        try image.make(path)
        let outcome = try await Caseload.run(["examine", path.path, "--data=\(scratch.data)"])
        #expect(outcome.exitCode == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("seized.raw"), "\(outcome)")
        #expect(outcome.errors.localizedCaseInsensitiveContains(image.words), "\(outcome)")
    }

    @Test("that this user may not read is refused by name", .enabled(if: geteuid() != 0, "root may read everything"))
    func refusesUnreadableImage() async throws {
        let scratch = try Scratch()
        let path = scratch.url.appending(path: "seized.raw")
        try Data(count: 512).write(to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path.path)
        let outcome = try await Caseload.run(["examine", path.path, "--data=\(scratch.data)"])
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("Permission denied"), "\(outcome)")
    }

    @Test("of one byte is examined, and holds no file system")
    func examinesOneByte() async throws {
        let scratch = try Scratch()
        let path = scratch.url.appending(path: "seized.raw")
        try Data([0]).write(to: path)
        #expect(try await failures(examining: path.path, in: scratch).map(\.reason) == ["no-file-system"])
    }

    @Test("whose second of three segments is missing names the file that is not there")
    func namesMissingSegment() async throws {
        let scratch = try Scratch()
        let path = try await scratch.unpack(Exhibits.named("own-small.raw"))
        let content = try Data(contentsOf: URL(filePath: path))
        for (number, start) in [(1, 0), (3, 8 << 20)] {
            let segment = scratch.url.appending(path: "seized.00\(number)")
            try content[start..<start + (4 << 20)].write(to: segment)
        }
        let failures = try await failures(examining: scratch.url.appending(path: "seized.001").path, in: scratch)
        #expect(failures.contains { $0.reason == "missing-segment" && $0.detail.contains("seized.002") }, "\(failures)")
    }

    @Test("leaves the image's bytes and times as they were")
    func leavesEvidenceAlone() async throws {
        let scratch = try Scratch()
        let path = try await scratch.unpack(Exhibits.named("own-small-ftk.E01"))
        let content = try Data(contentsOf: URL(filePath: path))
        // So long ago that the kernel would note any ordinary reading.
        let old = Date(timeIntervalSince1970: 1_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
        let before = try times(of: path)
        _ = try await failures(examining: path, in: scratch)
        #expect(try times(of: path) == before)
        #expect(try Data(contentsOf: URL(filePath: path)) == content)
    }

    /// Last read, last written, last changed.
    private func times(of path: String) throws -> String {
        String(decoding: try Tool.run("stat", "--format=%x %y %z", path), as: UTF8.self)
    }

    private func failures(examining path: String, in scratch: Scratch) async throws -> [FailureRecord] {
        let examined = try await Caseload.run(["examine", path, "--data=\(scratch.data)", "--case=C"])
        try #require(examined.isSuccess, "\(examined)")
        return try await Caseload.run(["failures", "C", "--data=\(scratch.data)", "--format=jsonl"])
            .records(FailureRecord.self)
    }

    struct CannotMake: Error { let path: String }
}
