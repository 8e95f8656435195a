import Foundation
import TestSupport
import Testing

/// A real process that gives up what an examiner gives up, and then tries whatever an examiner must not do.
@Suite("A confined examiner")
struct ConfinementTests {
    /// What a program without privileges is refused anyway, here or on other machines.
    private static let privileged: Set = ["mount", "bpf", "keyctl", "io_uring", "perf", "userfaultfd"]
    private static let refusals: Set = [EPERM, ENOSYS]
    /// What Landlock keeps from being done to files.
    private static let changesOfFiles: Set = [
        "open for writing", "open for reading and writing", "open and truncate", "create by reading",
        "create without a name", "openat2", "make a link", "rename", "make a symbolic link", "make a folder",
        "make a pipe",
    ]

    @Test("can do what examining takes, and nothing else")
    func refusesEverythingElse() throws {
        let tries = try Self.tries(as: "confined")
        #expect(tries.count > 60)
        for (name, code) in tries {
            if name.hasPrefix("may: ") {
                #expect(code == 0, "\(name)")
            } else {
                #expect(Self.refusals.contains(code), "\(name): \(code)")
            }
        }
    }

    @Test("is refused only what anybody else may do")
    func isRefusedWhatOthersMayDo() throws {
        for (name, code) in try Self.tries(as: "free") where !Self.privileged.contains(name) {
            #expect(!Self.refusals.contains(code), "\(name): \(code)")
        }
    }

    @Test("changes no file even where the filter of system calls is not in place yet")
    func changesNoFile() throws {
        let report = try Self.report(as: "renounced")
        guard report["landlock"] == 0 else { return }
        for name in Self.changesOfFiles {
            #expect(report[name] == Int64(EACCES), "\(name): \(report[name] ?? -1)")
        }
    }

    @Test("leaves no core dump, cannot be looked into, and lets no file grow")
    func leavesNothing() throws {
        let report = try Self.report(as: "renounced")
        #expect(report["core limit"] == 0 && report["dumpable"] == 0 && report["file limit"] == 0)
    }

    private static func tries(as mode: String) throws -> [(name: String, code: Int32)] {
        let conditions: Set = ["landlock", "core limit", "dumpable", "file limit"]
        return try report(as: mode).filter { !conditions.contains($0.key) }.map { ($0.key, Int32($0.value)) }
    }

    private static func report(as mode: String) throws -> [String: Int64] {
        let folder = try ScratchFolder()
        try folder.write("content".utf8, to: "file")
        let probe = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "confinement-probe")
        let printed = try Tool.run(program: probe, [mode, folder.url.path])
        let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n").map { $0.split(separator: "\t") }
        return Dictionary(lines.map { (String($0[0]), Int64($0[1]) ?? -1) }) { first, _ in first }
    }
}
