internal import Foundation

/// Grants: hundreds of workers that ask, examine and land.
struct GrantPart {
    let lab: Lab
    let load: Load

    func measure(_ figures: inout Figures) async throws {
        let shardCount = load.workers * (load.seconds + 4) * 1000 / max(1, load.examining)
        let count = 1 + shardCount / Int(Recording.large.itemCount)
        try await lab.fillQueue(count)
        let outcome = try await Crowd(lab: lab, load: load).work(
            by: load.workers, examining: .milliseconds(load.examining), replaying: .large)
        let (tally, seconds) = (outcome.tally, outcome.seconds)
        figures.note("shards granted", Double(tally.grants) / seconds, "a second", asked: ">= 1,000")
        figures.note("  calls for work", Double(tally.leaseSeconds.count) / seconds, "a second")
        figures.note("  a call for work, median", tally.leaseSeconds.percentile(0.5) * 1000, "ms")
        figures.note("  a call for work, p99", tally.leaseSeconds.percentile(0.99) * 1000, "ms", asked: "<= 50")
        figures.note("  a landing, median", tally.landSeconds.percentile(0.5) * 1000, "ms")
        figures.note("  a landing, p99", tally.landSeconds.percentile(0.99) * 1000, "ms")
        figures.note("  coordinator and PostgreSQL (grants)", outcome.processorSeconds / seconds, "cores")
        let grown = Double(outcome.memory.working - outcome.memory.alone)
        figures.note("  the coordinator's memory for a worker", grown / 1024 / Double(load.workers), "KiB")
    }
}

extension Lab {
    /// Registers exhibits and walks them: each gives as many shards as the recording has large items.
    func fillQueue(_ count: Int) async throws {
        try register(count, in: "queue")
        let database = database
        _ = try await SimulatedWorker("walker", at: door).connected { walker in
            while try database.count("shards WHERE kind = 'walk' AND state = 'done'") < count {
                _ = try await walker.work(
                    from: .now, until: .now + .milliseconds(100), limit: 1, examining: .zero, replaying: .large)
            }
        }
    }
}

extension Recording {
    /// Items of which each makes a shard of its own, the largest that walks make.
    static let large = Recording(itemCount: 20_000, itemByteCount: 96 << 20)
}
