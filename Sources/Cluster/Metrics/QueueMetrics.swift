internal import CaseStore
internal import CoreMetrics
internal import struct Foundation.Date
internal import Shards

/// The figures of the whole queue. Every coordinator of a database shows the same ones.
struct QueueMetrics: Sendable {
    /// How often they are taken: whoever reads the metrics costs the database nothing.
    static let interval: Duration = .seconds(5)

    private let ready: [ShardKind: Queue]
    private let leased: [ShardKind: Queue]
    private let exhibits: [String: Meter]
    private let oldestWaiting: Meter
    private let longestStanding: Meter
    private let workers: [String: Meter]
    private let oldestLease: Meter
    private let sampled: Meter

    init(in factory: any MetricsFactory) {
        func queues(_ state: String) -> [ShardKind: Queue] {
            Dictionary(
                uniqueKeysWithValues: ShardKind.allCases.map { kind in
                    (kind, Queue([("kind", kind.rawValue), ("state", state)], in: factory))
                })
        }
        (ready, leased) = (queues("ready"), queues("leased"))
        func meters(_ metric: ClusterMetric, of states: [String]) -> [String: Meter] {
            Dictionary(
                uniqueKeysWithValues: states.map { ($0, Meter(metric, [("state", $0)], in: factory)) })
        }
        exhibits = meters(.exhibits, of: QueueFigures.exhibitStates)
        workers = meters(.workers, of: QueueFigures.workerStates)
        oldestLease = Meter(.oldestLease, in: factory)
        oldestWaiting = Meter(.oldestWaiting, in: factory)
        longestStanding = Meter(.longestStanding, in: factory)
        sampled = Meter(.sampled, in: factory)
    }

    func show(_ figures: QueueFigures, at now: Date) {
        for (kind, queue) in ready { queue.show(figures.ready[kind] ?? .init()) }
        for (kind, queue) in leased { queue.show(figures.leased[kind] ?? .init()) }
        for (state, meter) in exhibits { meter.set(figures.exhibits[state] ?? 0) }
        for (state, meter) in workers { meter.set(figures.workers[state] ?? 0) }
        oldestLease.set(figures.oldestLeaseSeconds)
        oldestWaiting.set(figures.oldestWaitingSeconds)
        longestStanding.set(figures.longestStandingSeconds)
        sampled.set(now.timeIntervalSince1970.rounded())
    }

    /// Shards of one kind and one state.
    private struct Queue: Sendable {
        private let shards: Meter
        private let bytes: Meter

        init(_ labels: [(String, String)], in factory: any MetricsFactory) {
            shards = Meter(.queuedShards, labels, in: factory)
            bytes = Meter(.queuedBytes, labels, in: factory)
        }

        func show(_ amount: QueueFigures.Amount) {
            shards.set(amount.shardCount)
            bytes.set(amount.byteCount)
        }
    }
}
