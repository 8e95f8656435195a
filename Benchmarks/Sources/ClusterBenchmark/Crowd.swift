internal import Foundation

/// Simulated workers that all do the same at the same time.
struct Crowd {
    let lab: Lab
    let load: Load

    /// What they have done while it was measured, and what that took.
    struct Outcome {
        var tally = SimulatedWorker.Tally()
        var seconds = 0.0
        /// Of the coordinator and PostgreSQL.
        var processorSeconds = 0.0
        /// The coordinator's, in bytes: before they connected, before they worked, and at the end.
        var memory = (alone: 0, idle: 0, working: 0)
    }

    /// The pace that all have found when measuring begins.
    private static let warmUp: Duration = .seconds(2)

    /// - Parameters:
    ///   - examining: how long one shard takes.
    ///   - meanwhile: what happens while it is measured, until the time that it is given.
    func work(
        by count: Int, examining: Duration, replaying recording: Recording,
        meanwhile: (ContinuousClock.Instant) async throws -> Void = { try await Task.sleep(until: $0) }
    ) async throws -> Outcome {
        var outcome = Outcome()
        outcome.memory.alone = lab.coordinatorMemory
        let start = ContinuousClock.now + .milliseconds(2000 + 4 * count)
        let from = start + Self.warmUp
        let end = from + .seconds(load.seconds)
        let (door, limit) = (lab.door, load.limit)
        try await withThrowingTaskGroup(of: SimulatedWorker.Tally.self) { group in
            for number in 0..<count {
                group.addTask {
                    // One after the other: a socket's queue of those that want in is short.
                    try await Task.sleep(for: .milliseconds(4 * number))
                    return try await SimulatedWorker("w\(number)", at: door).connected {
                        // Nobody tells workers to ask all at once.
                        try await Task.sleep(until: start + Self.warmUp * Double.random(in: 0...0.5))
                        return try await $0.work(
                            from: from, until: end, limit: limit, examining: examining, replaying: recording)
                    }
                }
            }
            try await Task.sleep(until: start)
            outcome.memory.idle = lab.coordinatorMemory
            try await Task.sleep(until: from)
            let (before, begun) = (lab.processorSeconds, ContinuousClock.now)
            try await meanwhile(end)
            outcome.processorSeconds = lab.processorSeconds - before
            outcome.seconds = begun.duration(to: .now) / .seconds(1)
            outcome.memory.working = lab.coordinatorMemory
            for try await tally in group { outcome.tally += tally }
        }
        return outcome
    }
}
