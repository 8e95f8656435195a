import Foundation
import Glibc
import TestSupport
import Testing

/// What a process's death, or its silence, may change: how long an examination takes. Never its findings.
@Suite("A disturbed examination", .serialized, .timeLimit(.minutes(60)), .examinedUndisturbed)
struct FaultTests {
    /// How many seeds each kind of victim dies by; `CASELOAD_FAULT_SEEDS` says another number.
    private static let seeds: Range<UInt64> =
        0..<(ProcessInfo.processInfo.environment["CASELOAD_FAULT_SEEDS"].flatMap(UInt64.init) ?? 2)
    private static let victims = Victim.allCases.filter { $0 != .examine }

    @Test(
        "has the findings of an undisturbed one when parts of it are killed, whenever that is", arguments: victims,
        seeds)
    func survivesDeath(victim: Victim, seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await kill(victim, within: undisturbed.ticks.examining * 3 / 4, seed: seed, strikes: 1) {
            try await Examination()
        }
    }

    @Test(
        "survives that its store is killed while it is being made", arguments: [Victim.keeper, .postgres, .store], seeds
    )
    func survivesDeathAtTheStart(victim: Victim, seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await kill(victim, within: undisturbed.ticks.making, seed: seed, strikes: 2) {
            try await Examination(in: nil)
        }
    }

    /// Kills a victim at two seeded moments. No two examinations take the same time: one that has ended before enough blows
    /// have struck proves nothing, and is repeated with earlier ones.
    private func kill(
        _ victim: Victim, within ticks: Int, seed: UInt64, strikes needed: Int,
        in examination: () async throws -> Examination
    ) async throws {
        let undisturbed = try #require(Undisturbed.current)
        var random = SplitMix64(seed: seed)
        var moments = (0..<2).map { _ in Int.random(in: 0...ticks, using: &random) }
        var strikes = 0
        while strikes < needed {
            try Task.checkCancellation()
            let examination = try await examination()
            let outcome = try await examination.run { _ in
                strikes = try await examination.kill(victim, at: moments, using: &random)
            }
            #expect(outcome.isSuccess, "\(outcome)")
            #expect(try await examination.digests() == undisturbed.digests, "\(outcome.errors)")
            try await eventually { examination.processes.isEmpty }
            moments = moments.map { $0 / 2 }
        }
    }

    @Test("goes on when `examine` itself was killed, whenever that was, and is typed again", arguments: seeds)
    func goesOn(seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await killTwice(in: 0...undisturbed.ticks.examining * 3 / 4, seed: seed, examination: Examination())
    }

    @Test("goes on when `examine` was killed before anything was examined", arguments: seeds)
    func goesOnAfterRegistration(seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await killTwice(in: 0...undisturbed.ticksOfRegistration, seed: seed, examination: Examination())
    }

    @Test("goes on when `examine` was killed while it made its store", arguments: seeds)
    func goesOnAfterTheStart(seed: UInt64) async throws {
        let undisturbed = try #require(Undisturbed.current)
        try await killTwice(in: 0...undisturbed.ticks.making, seed: seed, examination: Examination(in: nil))
    }

    /// Kills `examine` in two runs, and holds what the third finds against the undisturbed one.
    private func killTwice(in span: ClosedRange<Int>, seed: UInt64, examination: Examination) async throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<2 {
            let moment = Int.random(in: span, using: &random)
            _ = try await examination.run { _ in
                _ = try await examination.kill(.examine, at: [moment], using: &random)
            }
            // Nothing outlives its parent for long.
            try await eventually { examination.processes.isEmpty }
        }
        let last = try await examination.run()
        #expect(last.isSuccess, "\(last)")
        #expect(try await examination.digests() == Undisturbed.current?.digests, "\(last.errors)")
        try await eventually { examination.processes.isEmpty }
    }

    @Test("has the same findings when two people examine the same images in the same data folder at once")
    func twoAtOnce() async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        async let one = examination.run()
        async let other = examination.run()
        for outcome in try await [one, other] { #expect(outcome.isSuccess, "\(outcome)") }
        #expect(try await examination.digests() == undisturbed.digests)
        try await eventually { examination.processes.isEmpty }
    }

    @Test("has the same findings with one worker and with four, and when it is examined anew")
    func sameFindingsWithAnyNumberOfWorkers() async throws {
        let undisturbed = try #require(Undisturbed.current)
        let examination = try await Examination()
        for options in [["--workers=1"], ["--workers=4", "--anew"]] {
            let outcome = try await examination.run(options)
            #expect(outcome.isSuccess, "\(outcome)")
            #expect(try await examination.digests() == undisturbed.digests)
        }
    }
}
