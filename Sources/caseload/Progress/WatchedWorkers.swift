import CaseStore
import Findings
import Reporting

/// The workers, shown until somebody has seen enough.
struct WatchedWorkers: Watched {
    let store: CaseStore
    let all: Bool
    let output: FormatOptions

    func look() async throws -> [WorkerRecord] { try await store.workers(all: all) }
    func goesOn(after moment: [WorkerRecord]) -> Bool { true }
    func subjects(of moment: [WorkerRecord]) -> [WorkerRecord] { moment }
    func name(of subject: WorkerRecord) -> String { subject.name }
    func differs(_ subject: WorkerRecord, from last: WorkerRecord?) -> Bool { subject != last }
    func printEnd() async throws {}

    /// `3 workers: 2 active, 1 away; 5 leases, 80 MB/s`.
    func line(about workers: [WorkerRecord]) -> String {
        guard !workers.isEmpty else { return "No workers." }
        let states = Dictionary(grouping: workers, by: \.word).map { "\($0.value.count) \($0.key)" }.sorted()
        let leases = workers.reduce(Int64(0)) { $0.addingClamped($1.leaseCount) }
        let rate = Human.rate(bytesPerSecond: Double(workers.reduce(Int64(0)) { $0.addingClamped($1.bytesPerSecond) }))
        return "\(workers.count) workers: \(states.joined(separator: ", ")); \(leases) leases, \(rate)"
    }
}
