import Foundation
import Glibc
import TestSupport
import Testing

/// The death of an import, of its program or of the store under it.
@Suite("A killed hash-set import", .serialized, .timeLimit(.minutes(10)))
struct KilledImportTests {
    @Test("leaves nothing behind, and the next one writes what an undisturbed one writes")
    func beginsAnew() async throws {
        let examination = try await Examination(of: [], in: nil)
        let file = try examination.longHashSet()
        let command = ["hashset", "import", file, "--format=jsonl"]
        var ticks = 0
        let undisturbed = try await examination.caseload(command) { process in
            try await eventually {
                let now = examination.processes.first { $0.id == process }
                ticks = max(ticks, now?.ticks ?? 0)
                return now == nil
            }
        }
        try #require(undisturbed.isSuccess, "\(undisturbed)")
        for seed in UInt64(0)..<2 {
            var random = SplitMix64(seed: seed)
            try removeIndexes(of: examination)
            for _ in 0..<2 {
                let moment = Int.random(in: 0...ticks * 3 / 4, using: &random)
                _ = try await examination.caseload(command) { process in
                    try await eventually {
                        guard let now = examination.processes.first(where: { $0.id == process }) else { return true }
                        guard now.ticks >= moment else { return false }
                        now.send(SIGKILL)
                        return true
                    }
                }
                try await eventually { examination.processes.isEmpty }
            }
            let last = try await examination.caseload(command)
            #expect(last.output == undisturbed.output, "seed \(seed): \(last)")
            #expect(try names(in: examination).filter { !$0.hasSuffix(".import") }.count == 1)
        }
    }

    @Test("whose store is killed waits for it, and is registered once")
    func survivesStore() async throws {
        let examination = try await Examination(of: [], in: nil)
        let file = try examination.longHashSet()
        let outcome = try await examination.caseload(["hashset", "import", file, "--format=jsonl"]) { process in
            try await eventually { examination.processes.contains { $0.id == process && $0.ticks >= 20 } }
            for process in examination.processes.having(.keeper) + examination.processes.having(.postgres) {
                process.send(SIGKILL)
            }
        }
        #expect(outcome.isSuccess, "\(outcome)")
        let list = try await examination.caseload(["hashset", "list", "--format=jsonl"])
        #expect(list.output.split(separator: "\n").count == 1)
    }

    private func folder(of examination: Examination) -> URL { URL(filePath: examination.scratch.data + "/hashsets") }

    private func names(in examination: Examination) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(of: examination).path)
    }

    private func removeIndexes(of examination: Examination) throws {
        try FileManager.default.removeItem(at: folder(of: examination))
    }
}
