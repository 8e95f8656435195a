import Foundation
import Testing

/// What an examination that nothing disturbs has found: what every disturbed one is held against.
struct Undisturbed {
    let digests: [String: String]
    /// What its examiners have used of the processors, in ticks: the span from which faults take their moments.
    let examinerTicks: Int

    @TaskLocal static var current: Undisturbed?

    init() async throws {
        let examination = try await Examination()
        var most = 0
        let outcome = try await examination.run { _ in
            try await eventually {
                let now = examination.processes
                most = max(most, now.having(.examiner).map(\.ticks).reduce(0, +))
                return now.having(.examine).isEmpty
            }
        }
        guard outcome.isSuccess else { throw Failed(outcome: outcome) }
        (digests, examinerTicks) = (try await examination.digests(), most)
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
