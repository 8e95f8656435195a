internal import Foundation

/// Heartbeats: many workers that hold a lease each and say so three times a term.
struct HeartbeatPart {
    let lab: Lab
    let load: Load

    private static let interval: Duration = .seconds(5)

    func measure(_ figures: inout Figures) async throws {
        try await lab.fillQueue(1)
        let alone = try await share(until: .now + .seconds(4))
        let (door, count) = (lab.door, load.hearts)
        let start = ContinuousClock.now + .milliseconds(2000 + 4 * count)
        let end = start + Self.interval + .seconds(max(load.seconds, 10))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<count {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(4 * number))
                    return try await SimulatedWorker("h\(number)", at: door).connected {
                        try await $0.beat(from: start, until: end, every: Self.interval)
                    }
                }
            }
            try await Task.sleep(until: start + Self.interval)
            let share = try await share(until: end)
            let beats = try await group.reduce(0, +)
            figures.note("heartbeats", Double(beats) / (start.duration(to: end) / .seconds(1)), "a second")
            figures.note("  coordinator and PostgreSQL (heartbeats)", share * 100, "% of a core")
            figures.note("  above what they use alone", (share - alone) * 100, "% of a core", asked: "<= 10")
        }
    }

    /// Of the processor, for the coordinator and PostgreSQL.
    private func share(until end: ContinuousClock.Instant) async throws -> Double {
        let (before, begun) = (lab.processorSeconds, ContinuousClock.now)
        try await Task.sleep(until: end)
        return (lab.processorSeconds - before) / (begun.duration(to: .now) / .seconds(1))
    }
}
