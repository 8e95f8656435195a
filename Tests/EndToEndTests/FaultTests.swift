import Foundation
import Glibc
import TestSupport
import Testing

/// What a process's death, or its silence, may change: how long an examination takes. Never its findings.
@Suite("A disturbed examination", .serialized, .timeLimit(.minutes(20)), .examinedUndisturbed)
struct FaultTests {
    /// How many seeds each kind of victim dies by.
    private static let seeds: Range<UInt64> = 0..<6
    private static let victims: [RunningProcess.Role] = [.examiner, .worker, .coordinator, .postgres]

    @Test(
        "has the findings of an undisturbed one when a process of it is killed",
        arguments: victims, seeds)
    func survivesDeath(victim: RunningProcess.Role, seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        var random = SplitMix64(seed: seed)
        let outcome = try await examination.run { _ in
            for _ in 0..<2 {
                let moment = Int.random(in: 0...undisturbed.examinerTicks, using: &random)
                try await examination.kill(victim, whenExaminersHaveUsed: moment, using: &random)
            }
        }
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(try await examination.digests() == undisturbed.digests, "\(outcome.errors)")
        try await eventually { examination.processes.isEmpty }
    }

    @Test(
        "goes on when `examine` itself was killed and is typed again", arguments: seeds)
    func goesOn(seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        var random = SplitMix64(seed: seed)
        let moment = Int.random(in: 0...undisturbed.examinerTicks, using: &random)
        let first = try await examination.run { _ in
            try await examination.kill(.examine, whenExaminersHaveUsed: moment, using: &random)
        }
        // Nothing outlives its parent for long.
        try await eventually { examination.processes.isEmpty }
        let second = try await examination.run()
        #expect(second.isSuccess, "\(first)\n\(second)")
        #expect(try await examination.digests() == undisturbed.digests)
        try await eventually { examination.processes.isEmpty }
    }

    @Test(
        "refuses what a worker that was silent past its lease hands in late",
        arguments: seeds.prefix(2))
    func refusesLateFindings(seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        var random = SplitMix64(seed: seed)
        let moment = Int.random(in: 0...undisturbed.examinerTicks / 2, using: &random)
        let outcome = try await examination.run(["--workers=2", "--lease-term=2000"]) { _ in
            try await examination.silenceWorker(whenExaminersHaveUsed: moment, using: &random)
        }
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(try await examination.digests() == undisturbed.digests, "\(outcome.errors)")
        try await eventually { examination.processes.isEmpty }
    }

    @Test("has the same findings with one worker and with four, and when it is examined again")
    func sameFindingsWithAnyNumberOfWorkers() async throws {
        let undisturbed = try #require(Undisturbed.current)
        for workers in [1, 4] {
            let examination = try await Examination()
            let outcome = try await examination.run(["--workers=\(workers)"])
            #expect(outcome.isSuccess, "\(outcome)")
            #expect(try await examination.digests() == undisturbed.digests)
        }
    }
}

extension Examination {
    /// Kills a process of a role once the examiners that live have used so much of the processors, or does nothing when
    /// the examination ends before.
    func kill(
        _ role: RunningProcess.Role, whenExaminersHaveUsed ticks: Int, using random: inout SplitMix64
    ) async throws {
        try await moment(whenExaminersHaveUsed: ticks) { $0.having(role) }.randomElement(using: &random)?.send(SIGKILL)
    }

    /// Stops a worker and its examiner until another worker has taken over, then lets them go on.
    func silenceWorker(whenExaminersHaveUsed ticks: Int, using random: inout SplitMix64) async throws {
        let workers = try await moment(whenExaminersHaveUsed: ticks) { $0.having(.worker) }
        guard let worker = workers.randomElement(using: &random) else { return }
        worker.send(SIGSTOP)
        defer { worker.send(SIGCONT) }
        // Longer than the lease lasts; nothing outside tells that it has ended.
        try await Task.sleep(for: .seconds(4))
    }

    /// The processes of a role at the moment when the examiners have used so much of the processors; none when the
    /// examination has ended before.
    private func moment(
        whenExaminersHaveUsed ticks: Int, _ select: ([RunningProcess]) -> [RunningProcess]
    ) async throws -> [RunningProcess] {
        try await eventually {
            let now = processes
            if now.having(.examine).isEmpty { return [] }
            let used = now.having(.examiner).map(\.ticks).reduce(0, +)
            guard used >= ticks, !now.having(.examiner).isEmpty else { return nil }
            let selected = select(now)
            return selected.isEmpty ? nil : selected
        }
    }
}
