internal import ClusterProtocol
internal import CoreMetrics
internal import Findings
internal import Shards

/// What a coordinator counts, one call for each thing that happens.
struct CoordinatorMetrics: Sendable {
    enum Refused: String, CaseIterable { case late, malformed, unstorable }
    enum DatabaseError: String, CaseIterable { case waits, refuses }
    private enum Table: String, CaseIterable {
        case volumes, items, paths, contents, hits, extents, failures, verifications
    }

    let peers: PeerMetrics
    private let grants: CounterFamily<ShardKind>
    private let rows: CounterFamily<Table>
    private let batches: Counter
    private let refusals: CounterFamily<Refused>
    private let deaths: CounterFamily<String>
    private let transactions: Timer
    private let errors: CounterFamily<DatabaseError>
    private let isUp: Meter

    init(in factory: any MetricsFactory) {
        peers = PeerMetrics(in: factory)
        grants = CounterFamily(.grants, label: "kind", in: factory)
        rows = CounterFamily(.landedRows, label: "table", in: factory)
        batches = Counter(.landedBatches, in: factory)
        refusals = CounterFamily(.refusedFindings, label: "reason", in: factory)
        deaths = CounterFamily(.deaths, label: "cause", values: Caseload_V1_Death.Cause.words, in: factory)
        transactions = Timer(.databaseSeconds, in: factory)
        errors = CounterFamily(.databaseErrors, label: "outcome", in: factory)
        isUp = Meter(.databaseUp, in: factory)
    }

    func granted(_ kind: ShardKind) { grants.count(kind) }

    func landed(_ findings: ShardFindings) {
        rows.count(.volumes, by: findings.volumes.count)
        rows.count(.items, by: findings.items.count)
        rows.count(.paths, by: findings.furtherPaths.count)
        rows.count(.contents, by: findings.contents.count)
        rows.count(.hits, by: findings.hits.count)
        rows.count(.extents, by: findings.extents.count)
        rows.count(.failures, by: findings.failures.count)
        rows.count(.verifications, by: findings.verifications.count)
        batches.increment()
    }

    func refused(_ reason: Refused) { refusals.count(reason) }

    func died(_ cause: Caseload_V1_Death.Cause) { deaths.count(cause.word) }

    func transaction(since start: ContinuousClock.Instant) {
        transactions.record(since: start)
        isUp.set(1)
    }

    func failed(_ error: DatabaseError) {
        errors.count(error)
        if error == .waits { isUp.set(0) }
    }
}

extension Caseload_V1_Death.Cause {
    /// Bounded, whatever number a worker sends.
    var word: String {
        switch self {
        case .signal: "signal"
        case .memory: "memory"
        case .time: "time"
        case .exit: "exit"
        case .foreign: "foreign"
        case .unspecified, .UNRECOGNIZED: "unknown"
        }
    }

    static var words: [String: String] {
        let causes: [Self] = [.signal, .memory, .time, .exit, .foreign, .unspecified]
        return Dictionary(uniqueKeysWithValues: causes.map { ($0.word, $0.word) })
    }
}
