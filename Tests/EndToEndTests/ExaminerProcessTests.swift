import Foundation
import Glibc
import Testing

/// What the processes of an examination hold and may do while they work.
@Suite(
    "The processes of an examination", .timeLimit(.minutes(15)),
    .enabled(if: getuid() == 0, "what an examiner holds only root may see"))
struct ExaminerProcessTests {
    private static let known = Exhibits.fixtures.appending(path: "demo/known.json").path

    /// The processes of one moment at which an examiner has opened its exhibit.
    private static func lookInside(_ look: (String, [RunningProcess]) throws -> Void) async throws {
        let examination = try await Examination()
        let folder = examination.scratch.url.path
        let outcome = try await examination.run(["--workers=2", "--hash-set=\(known)"]) { _ in
            let processes = try await eventually {
                let now = examination.processes
                if now.having(.examine).isEmpty { return [RunningProcess]() }
                let isAtWork = now.having(.examiner).contains { $0.isAtWork(in: folder) }
                return isAtWork ? now.stopped() : nil
            }
            defer { for process in processes { process.send(SIGCONT) } }
            try #require(!processes.isEmpty)
            try look(folder, processes)
        }
        #expect(outcome.isSuccess, "\(outcome)")
    }

    @Test("are confined where they parse evidence")
    func areConfined() async throws {
        try await Self.lookInside { folder, processes in
            for examiner in processes.having(.examiner) where examiner.isAtWork(in: folder) {
                let status = examiner.contents("status")
                #expect(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"), "\(status)")
                #expect(examiner.contents("limits").contains(#/Max core file size +0 +0 /#))
            }
        }
    }

    @Test("hold nothing of one another's but what was handed to them")
    func holdNothingOfOthers() async throws {
        try await Self.lookInside { folder, processes in
            for examiner in processes.having(.examiner) where examiner.isAtWork(in: folder) {
                // A socket to the worker, the flight recorder, the words for its log; evidence and hash sets, to be read.
                for file in examiner.open where file.number > 2 && !file.isOfEvents {
                    #expect(file.path.hasPrefix(folder) && !file.isWritable, "examiner: \(file)")
                }
            }
            let keepers = processes.having(.examine) + processes.having(.postgres)
            for process in processes.having(.worker) + processes.having(.coordinator) {
                let foreign = Set(keepers.flatMap(\.open).filter(\.isSocketOrPipe).map(\.path))
                for file in process.open where file.number > 2 && file.isSocketOrPipe {
                    #expect(!foreign.contains(file.path), "\(process): \(file)")
                }
                for file in process.open where file.path.hasPrefix(folder) {
                    #expect(!file.isWritable, "\(process): \(file)")
                }
            }
            let workers = processes.having(.worker)
            for worker in workers {
                let others = workers.filter { $0 != worker }.flatMap(\.open).filter { $0.number > 2 }
                let shared = Set(others.filter(\.isSocketOrPipe).map(\.path))
                #expect(worker.open.allSatisfy { $0.number <= 2 || !shared.contains($0.path) }, "\(worker)")
            }
        }
    }
}

extension RunningProcess {
    /// Whether an examiner has evidence or hash sets open: it has started, and is confined.
    fileprivate func isAtWork(in folder: String) -> Bool { open.contains { $0.path.hasPrefix(folder) } }
}

extension [RunningProcess] {
    /// Stops those that hold descriptors of the others, so that nothing changes while it is looked at.
    fileprivate func stopped() -> [RunningProcess] {
        let stopped = having(.examiner) + having(.worker) + having(.coordinator)
        for process in stopped { process.send(SIGSTOP) }
        return self
    }
}
