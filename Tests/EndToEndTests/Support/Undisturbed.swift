import Glibc
import Testing

/// What an examination that nothing disturbs has found: what every disturbed one is held against.
struct Undisturbed {
    let digests: [String: String]
    /// What the making of a store uses of the processors, in ticks, and what an examination does: the spans from which
    /// faults take their moments.
    let ticks: (making: Int, examining: Int)
    /// What an examination uses before its first examiner lives.
    let ticksOfRegistration: Int
    /// An empty store, to be copied.
    let store: Scratch

    @TaskLocal static var current: Undisturbed?

    init() async throws {
        let made = try await Examination(of: [], in: nil)
        let making = Watch()
        let creation = try await made.caseload(["database", "create"]) { try await making.look(at: made, until: $0) }
        guard creation.isSuccess else { throw Failed(outcome: creation) }
        store = made.scratch
        let examination = try await Examination(in: store)
        let examining = Watch()
        let outcome = try await examination.run { try await examining.look(at: examination, until: $0) }
        guard outcome.isSuccess else { throw Failed(outcome: outcome) }
        ticks = (making.ticks, examining.ticks)
        ticksOfRegistration = examining.ticksOfRegistration
        digests = try await examination.digests()
    }

    /// What a run uses, and what it has used when its first examiner appears.
    private final class Watch {
        private(set) var ticks = 0
        private(set) var ticksOfRegistration = 0
        private var hasExaminers = false

        func look(at examination: Examination, until end: pid_t) async throws {
            var consumption = Consumption()
            try await eventually {
                let now = examination.processes
                ticks = consumption.note(now)
                if !hasExaminers { ticksOfRegistration = ticks }
                hasExaminers = hasExaminers || !now.having(.examiner).isEmpty
                return !now.contains { $0.id == end }
            }
        }
    }

    struct Failed: Error { let outcome: Outcome }
}

/// Examines undisturbed, once for all tests of a suite.
struct ExaminedUndisturbed: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Undisturbed.$current.withValue(Undisturbed()) { try await function() }
    }
}

extension SuiteTrait where Self == ExaminedUndisturbed {
    static var examinedUndisturbed: Self { Self() }
}
