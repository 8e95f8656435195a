internal import Foundation

/// A database that hardly gets on, before workers that all want to land: what piles up, and where.
struct MemoryPart {
    let lab: Lab
    let load: Load
    let disk: String

    private static let workerCount = 100
    /// Of PostgreSQL: how long it stands still, and how long it runs.
    private static let rhythm: (still: Duration, running: Duration) = (.milliseconds(200), .milliseconds(100))

    func measure(_ figures: inout Figures) async throws {
        try lab.register(4, in: "rows")
        let worker = try lab.worker("real")
        defer { worker.end() }
        try await lab.awaitWorker("real")
        let idle = ProcessFigures(of: worker.id)?.anonymousByteCount ?? 0
        try lab.register(disk, in: "real")
        var peaks = (coordinator: 0, worker: 0)
        let outcome = try await Crowd(lab: lab, load: load).work(
            by: Self.workerCount, examining: .zero, replaying: .small
        ) { end in
            try await throttle(until: end) {
                peaks.coordinator = max(peaks.coordinator, lab.coordinatorMemory)
                peaks.worker = max(peaks.worker, ProcessFigures(of: worker.id)?.anonymousByteCount ?? 0)
            }
        }
        figures.note(
            "landed while PostgreSQL stops and goes", Double(outcome.tally.rows) / outcome.seconds, "rows/s")
        figures.note(
            "  coordinator above idle", Self.mebibytes(peaks.coordinator - outcome.memory.idle), "MiB", asked: "<= 64")
        figures.note("  a worker above idle", Self.mebibytes(peaks.worker - idle), "MiB", asked: "<= 64")
    }

    private static func mebibytes(_ byteCount: Int) -> Double { Double(byteCount) / 1_048_576 }

    private func throttle(until end: ContinuousClock.Instant, _ look: () -> Void) async throws {
        defer { signal(SIGCONT) }
        while .now < end {
            signal(SIGSTOP)
            try await Task.sleep(for: Self.rhythm.still)
            look()
            signal(SIGCONT)
            try await Task.sleep(for: Self.rhythm.running)
            look()
        }
    }

    private func signal(_ number: Int32) { for process in lab.postgres { kill(process.id, number) } }
}
