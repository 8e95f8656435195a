import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

/// How people and systems end commands.
@Suite("A command that is told to end", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct SignalTests {
    /// A command that takes as long as it likes, and how one sees that it is at work.
    struct LongCommand: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: @Sendable (Examination) async throws -> [String]
        let isAtWork: @Sendable ([RunningProcess]) -> Bool
    }

    static let commands = [
        LongCommand(testDescription: "examine") {
            try await ["examine", $0.image(), "--case=C"]
        } isAtWork: {
            !$0.having(.examiner).isEmpty
        },
        LongCommand(testDescription: "hits --follow") { examination in
            let registered = try await examination.caseload([
                "exhibit", "add", "C", try await examination.image(),
            ])
            try #require(registered.isSuccess, "\(registered)")
            return ["hits", "C", "--follow"]
        } isAtWork: {
            $0.having(.postgres).contains { $0.arguments.first?.contains("[local] idle") == true }
        },
        LongCommand(testDescription: "hashset import") {
            ["hashset", "import", try $0.longHashSet()]
        } isAtWork: {
            $0.contains { $0.arguments.contains("import") && $0.ticks >= 20 }
        },
    ]

    @Test(
        "says by which signal in its exit code, and leaves nothing running", arguments: commands, [SIGINT, SIGTERM])
    func endsOnSignal(command: LongCommand, signal: Int32) async throws {
        let examination = try await Examination(of: [])
        _ = try await examination.caseload(["case", "create", "C"])
        let arguments = try await command.arguments(examination)
        let outcome = try await examination.caseload(arguments) { process in
            try await eventually { command.isAtWork(examination.processes) }
            Glibc.kill(process, signal)
        }
        #expect(outcome.exitCode == 128 + signal, "\(outcome)")
        #expect(outcome.errors.contains("interrupted"))
        // All that it has started has ended before it.
        #expect(examination.processes.isEmpty)
    }

    @Test("ends at once on a second signal, even where what it waits for hangs")
    func endsAtOnce() async throws {
        let examination = try await Examination(of: [])
        _ = try await examination.caseload(["case", "create", "C"])
        _ = try await examination.caseload(["exhibit", "add", "C", try await examination.image()])
        let outcome = try await examination.caseload(["hits", "C", "--follow"]) { process in
            try await eventually { Self.commands[1].isAtWork(examination.processes) }
            let store = examination.processes.filter { [.keeper, .postgres].contains($0.role) }
            for process in store { process.send(SIGSTOP) }
            defer { for process in store { process.send(SIGCONT) } }
            // Until it is gone: the second may come before it has heard the first.
            try await eventually {
                Glibc.kill(process, SIGINT) != 0 || !examination.processes.contains { $0.id == process }
            }
        }
        #expect(outcome.status == .signaled(SIGINT), "\(outcome)")
        try await eventually { examination.processes.isEmpty }
    }

    @Test("ends quietly, and well, when nobody reads on")
    func endsWithItsReader() async throws {
        let examination = try await Examination(of: [])
        let image = try await examination.image()
        let known = Exhibits.fixtures.appending(path: "demo/known.json").path
        let examined = try await examination.caseload(["examine", image, "--case=C", "--hash-set=\(known)"])
        try #require(examined.isSuccess, "\(examined)")
        for command in [
            "items C --format=csv", "hits C --follow", "case list",
            "examine \(image) --case=C --hash-set=\(known) 2>&1",
        ] {
            let line = "\(Caseload.path) \(command) --data=\(examination.scratch.data)"
            // It reads one byte and goes; what the command itself says is its exit code.
            let script = "\(line) | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}"
            let result = try await Subprocess.run(
                .name("bash"), arguments: ["-c", "\(script)"], output: .discarded, error: .string(limit: 1 << 16))
            #expect(result.terminationStatus.isSuccess, "\(command): \(result.standardError)")
            #expect(result.standardError.isEmpty, "\(command): \(result.standardError)")
        }
    }
}

extension Examination {
    /// A disk with seven known files.
    func image() async throws -> String { try await scratch.unpack(Exhibits.named("own-laptop.E01")) }

    /// A hash set of SHA-256 that takes some seconds to import.
    func longHashSet() throws -> String {
        let file = scratch.url.appending(path: "known.txt")
        var random = SplitMix64(seed: 1)
        var text = ""
        for _ in 0..<100_000 {
            for _ in 0..<8 {
                let word = String(UInt32.random(in: .min ... .max, using: &random), radix: 16)
                text += String(repeating: "0", count: 8 - word.count) + word
            }
            text += "\n"
        }
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
