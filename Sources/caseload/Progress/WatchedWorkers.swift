import CaseStore
import Findings
import Reporting

/// The workers, shown until somebody has seen enough: drawn over and over on a terminal, in plain lines elsewhere, and in the
/// formats for machines as a record of each worker whenever it has changed.
struct WatchedWorkers {
    let store: CaseStore
    let all: Bool
    let output: FormatOptions

    /// How often the store is asked.
    private static let interval: Duration = .seconds(1)
    /// How many times it is asked for one plain line.
    private static let roundsPerLine = 5

    func show() async throws {
        guard output.format == .table else { return try await printRecords() }
        if Terminal.standardOutput.canRedraw { try await draw() } else { try await printLines() }
    }

    private func draw() async throws {
        var lines = DrawnLines(to: Output(descriptor: 1))
        try await follow { workers in
            let terminal = Terminal.standardOutput
            let line = Human.fitted(Self.line(about: workers), to: terminal)
            try lines.draw([line] + (workers.isEmpty ? [] : tableLines(of: workers, on: terminal)), on: terminal)
        }
    }

    private func printLines() async throws {
        var round = 0
        try await follow { workers in
            defer { round += 1 }
            if round % Self.roundsPerLine == 0 { try Section.line(Self.line(about: workers)) }
        }
    }

    private func printRecords() async throws {
        try await output.list(WorkerRecord.self, none: "") { listing in
            var last: [String: WorkerRecord] = [:]
            try await follow { workers in
                for worker in workers where worker != last[worker.name] {
                    last[worker.name] = worker
                    try listing.print(worker)
                }
                try listing.flush()
            }
        }
    }

    private func follow(_ body: ([WorkerRecord]) throws -> Void) async throws {
        while true {
            try body(try await store.workers(all: all))
            try await Task.sleep(for: Self.interval)
        }
    }

    /// `3 workers: 2 active, 1 away; 5 leases, 80 MB/s`.
    private static func line(about workers: [WorkerRecord]) -> String {
        guard !workers.isEmpty else { return "No workers." }
        let states = Dictionary(grouping: workers, by: \.word).map { "\($0.value.count) \($0.key)" }.sorted()
        let leases = workers.reduce(Int64(0)) { $0.addingClamped($1.leaseCount) }
        let rate = Human.rate(bytesPerSecond: Double(workers.reduce(Int64(0)) { $0.addingClamped($1.bytesPerSecond) }))
        return "\(workers.count) workers: \(states.joined(separator: ", ")); \(leases) leases, \(rate)"
    }
}
