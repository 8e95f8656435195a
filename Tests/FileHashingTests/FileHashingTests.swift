import Findings
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import FileHashing

@Suite("Ordinary files", .timeLimit(.minutes(15)))
struct FileHashingTests {
    /// All outcomes, as they were handed on.
    private static func outcomes(
        of paths: [String], isRecursive: Bool = true, cores: Int = 2
    ) async throws -> [FileOutcome] {
        let outcomes = Mutex<[FileOutcome]>([])
        try await FileHashing.run(paths.map { [UInt8]($0.utf8) }, isRecursive: isRecursive, cores: cores) { outcome in
            outcomes.withLock { $0.append(outcome) }
        }
        return outcomes.withLock { $0 }
    }

    @Test("have the digests that coreutils compute, whatever their size", arguments: [1, 2, 5])
    func agreesWithCoreutils(cores: Int) async throws {
        let scratch = try ScratchFolder()
        var random = SplitMix64(seed: 7)
        for number in 0..<60 {
            let byteCount = number < 3 ? 300_000 + number : Int.random(in: 0...5000, using: &random)
            try scratch.write((0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }, to: "f\(number)")
        }
        let outcomes = try await Self.outcomes(of: [scratch.url.path], cores: cores)
        #expect(outcomes.count == 60)
        for (program, algorithm) in [("md5sum", DigestAlgorithm.md5), ("sha1sum", .sha1), ("sha256sum", .sha256)] {
            for outcome in outcomes {
                guard case .digested(let path, let byteCount, let digests) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
                let name = String(decoding: path, as: UTF8.self)
                let printed = String(decoding: try Tool.run(program, name), as: UTF8.self)
                #expect(printed.hasPrefix(Hexadecimal.text(digests[algorithm])), "\(name)")
                let held = try Data(contentsOf: URL(filePath: name)).count
                #expect(held == Int(byteCount))
            }
        }
    }

    @Test("are handed on in the order of their names, whatever takes longest")
    func keepsOrder() async throws {
        let scratch = try ScratchFolder()
        try scratch.write([UInt8](repeating: 1, count: 4 << 20), to: "a")
        for name in ["b", "c", "d/e", "d/f", "d/g/h", "i"] {
            try FileManager.default.createDirectory(
                at: scratch.url.appending(path: name).deletingLastPathComponent(), withIntermediateDirectories: true)
            try scratch.write(name.utf8, to: name)
        }
        let names = try await Self.outcomes(of: [scratch.path("i"), scratch.url.path]).map(\.name)
        #expect(names == ["i", "a", "b", "c", "d/e", "d/f", "d/g/h", "i"].map(scratch.path))
    }

    @Test("that cannot be read are named, and the others are digested")
    func namesWhatItCannotRead() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("here".utf8, to: "here")
        let outcomes = try await Self.outcomes(
            of: [scratch.path("gone"), scratch.path("here/below"), scratch.path("here"), scratch.url.path],
            isRecursive: false)
        #expect(outcomes.map(\.name) == ["gone", "here/below", "here", ""].map { scratch.path($0).droppingLastSlash })
        #expect(
            outcomes.map(\.cause) == [
                "No such file or directory", "Not a directory", nil, "is a folder; --recursive goes into it",
            ])
    }

    @Test("hide nothing behind links, pipes and names that are no text")
    func passesWhatHoldsNothing() async throws {
        let scratch = try ScratchFolder()
        let elsewhere = try ScratchFolder()
        try elsewhere.write("there".utf8, to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("link"), withDestinationPath: elsewhere.url.path)
        unsafe mkfifo(scratch.path("pipe"), 0o600)
        let folder = [UInt8](scratch.url.path.utf8)
        let hostile = folder + [0x2F, 0xFF, 0x0A, 0x22]
        let descriptor = unsafe open(hostile.map(CChar.init(bitPattern:)) + [0], O_WRONLY | O_CREAT, 0o600)
        close(descriptor)
        let outcomes = try await Self.outcomes(of: [scratch.url.path, scratch.path("link")])
        #expect(outcomes[0] == .passed(path: folder + "/link".utf8, kind: .link))
        #expect(outcomes[1] == .passed(path: folder + "/pipe".utf8, kind: .pipe))
        #expect(outcomes[2].path == hostile && outcomes[2].cause == nil)
        #expect(outcomes[3].name == scratch.path("link/target"))
        #expect(outcomes.count == 4)
    }

    @Test("are no longer read when whoever receives them has had enough")
    func stops() async throws {
        let scratch = try ScratchFolder()
        for number in 0..<200 { try scratch.write("\(number)".utf8, to: "\(number)") }
        struct Enough: Error {}
        let count = Mutex(0)
        await #expect(throws: Enough.self) {
            try await FileHashing.run([[UInt8](scratch.url.path.utf8)], isRecursive: true, cores: 2) { _ in
                let isEnough = count.withLock { count in
                    count += 1
                    return count == 5
                }
                if isEnough { throw Enough() }
            }
        }
        #expect(count.withLock { $0 } == 5)
    }
}

extension FileOutcome {
    var path: [UInt8] {
        switch self {
        case .digested(let path, _, _), .unread(let path, _), .passed(let path, _): path
        }
    }

    var name: String { String(decoding: path, as: UTF8.self) }

    var cause: String? {
        guard case .unread(_, let cause) = self else { return nil }
        return cause
    }
}

extension String {
    fileprivate var droppingLastSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
