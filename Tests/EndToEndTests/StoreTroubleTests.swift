import Foundation
import Glibc
import PrivateStore
import Subprocess
import Testing

/// What goes wrong under the store: it is waited for, or refused in words. It costs no finding.
@Suite("A store in trouble", .serialized, .timeLimit(.minutes(10)), .examinedUndisturbed)
struct StoreTroubleTests {
    @Test(
        "whose disk is full is waited for until there is room", .enabled(if: geteuid() == 0, "only root may mount"))
    func waitsForRoom() async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination(in: nil)
        let disk = try await SmallDisk(at: examination.scratch.data, mebibytes: 256)
        let outcome = try await examination.run { _ in
            try await eventually { !examination.processes.having(.examiner).isEmpty }
            try disk.fill()
            // PostgreSQL complains, if there is room for that, or dies of it.
            try await eventually {
                disk.log.contains("No space left") || examination.processes.having(.postgres).isEmpty
                    || examination.processes.having(.examine).isEmpty
            }
            try await disk.grow(toMebibytes: 1024)
        }
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(try await examination.digests() == undisturbed.digests, "\(outcome.errors)")
        try await eventually { examination.processes.isEmpty }
        try await disk.unmount()
    }

    @Test(
        "whose disk is too full for it to be made is waited for, too",
        .enabled(if: geteuid() == 0, "only root may mount"))
    func waitsForRoomAtTheStart() async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination(in: nil)
        let disk = try await SmallDisk(at: examination.scratch.data, mebibytes: 20)
        let outcome = try await examination.run { _ in
            try await eventually { disk.log.contains("No space left") }
            try await disk.grow(toMebibytes: 1024)
        }
        #expect(outcome.isSuccess, "\(outcome)")
        let said = outcome.errors.split(whereSeparator: \.isNewline).filter {
            $0.contains("waiting for the private store")
        }
        #expect(said.count == 1, "\(outcome.errors)")
        #expect(try await examination.digests() == undisturbed.digests, "\(outcome.errors)")
        try await eventually { examination.processes.isEmpty }
        try await disk.unmount()
    }

    @Test("left by processes that were all killed at once is taken up again")
    func takesUpWhatWasLeft() async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        _ = try await examination.run { _ in
            try await eventually { !examination.processes.having(.examiner).isEmpty }
            // Stopped first, so that none has the time to react to another's death.
            let all = examination.processes
            for process in all { process.send(SIGSTOP) }
            for process in all + examination.processes { process.send(SIGKILL) }
        }
        try await eventually { examination.processes.isEmpty }
        let second = try await examination.run()
        #expect(second.isSuccess, "\(second)")
        #expect(try await examination.digests() == undisturbed.digests)
    }
}

extension StoreTroubleTests {
    @Test("of a newer version is refused with what to do")
    func refusesNewerVersion() async throws {
        let scratch = try Scratch()
        let list = ["case", "list", "--data=\(scratch.data)"]
        let fresh = try await Caseload.run(["database", "create", "--data=\(scratch.data)"])
        try #require(fresh.isSuccess, "\(fresh)")
        let store = try await PrivateStore.open(dataFolder: scratch.data, keeper: Caseload.keeper)
        defer { store.close() }
        let psql = try await Subprocess.run(
            .name("psql"),
            arguments: [
                "-q", "-d", "\(store.address)", "-c",
                "INSERT INTO schema_migrations (version, name) VALUES (9999, 'later')",
            ],
            output: .discarded, error: .string(limit: 1 << 16))
        try #require(psql.terminationStatus.isSuccess, "\(psql.standardError)")
        let outcome = try await Caseload.run(list)
        #expect(outcome.exitCode == 69)
        #expect(outcome.errors.contains("schema version"), "\(outcome)")
        #expect(outcome.output.isEmpty)
    }
}

/// A file system of a few mebibytes in memory.
private struct SmallDisk {
    let path: String

    init(at path: String, mebibytes: Int) async throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try await Self.run("mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m,mode=0755", "caseload-test", path)
    }

    /// What PostgreSQL has said.
    var log: String { (try? String(contentsOfFile: path + "/postgres.log", encoding: .utf8)) ?? "" }

    /// Leaves no room on it, whatever is written elsewhere on it meanwhile.
    func fill() throws {
        let filler = unsafe open(path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(filler) }
        let block = [UInt8](repeating: 0, count: 64 << 10)
        while unsafe write(filler, block, block.count) > 0 {}
    }

    func grow(toMebibytes mebibytes: Int) async throws {
        try await Self.run("mount", "-o", "remount,size=\(mebibytes)m", path)
    }

    func unmount() async throws { try await Self.run("umount", path) }

    private static func run(_ program: String, _ arguments: String...) async throws {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw Failed(words: result.standardError) }
    }

    struct Failed: Error { let words: String }
}
