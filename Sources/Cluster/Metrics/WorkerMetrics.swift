internal import ClusterProtocol
internal import CoreMetrics
internal import Findings
internal import Shards

/// What a worker counts, one call for each thing that happens.
struct WorkerMetrics: Sendable {
    enum Landing: String, CaseIterable { case accepted, late, refused }

    let peers: PeerMetrics
    let line: LineMetrics
    private let taken: CounterFamily<ShardKind>
    private let held: Meter
    private let landings: CounterFamily<Landing>
    private let items: Counter
    private let bytes: Counter
    private let landing: Timer
    private let deaths: CounterFamily<String>
    private let starts: Counter
    private let ready: Meter
    private let memory: [Meter]

    init(in factory: any MetricsFactory, examinerCount: Int) {
        peers = PeerMetrics(in: factory)
        line = LineMetrics(in: factory)
        taken = CounterFamily(.takenShards, label: "kind", in: factory)
        held = Meter(.heldLeases, in: factory)
        landings = CounterFamily(.handedIn, label: "outcome", in: factory)
        (items, bytes) = (Counter(.examinedItems, in: factory), Counter(.examinedBytes, in: factory))
        landing = Timer(.landingSeconds, in: factory)
        deaths = CounterFamily(.examinerDeaths, label: "cause", values: Caseload_V1_Death.Cause.words, in: factory)
        starts = Counter(.examinerStarts, in: factory)
        ready = Meter(.examinersReady, in: factory)
        Meter(.examinersWanted, in: factory).set(examinerCount)
        memory = (0..<examinerCount).map { Meter(.examinerMemory, [("place", "\($0)")], in: factory) }
    }

    func took(_ assignment: Caseload_V1_Assignment) {
        if let kind = assignment.kind { taken.count(kind) }
    }

    func holds(_ leaseCount: Int) { held.set(leaseCount) }

    /// - Parameter start: when the batch was ready to be handed in.
    func handedIn(_ outcome: Landing, since start: ContinuousClock.Instant) {
        landings.count(outcome)
        landing.record(since: start)
    }

    /// Notes that the last findings of a shard have landed.
    func examined(_ assignment: Caseload_V1_Assignment) {
        items.increment(by: assignment.contents.items.count)
        bytes.increment(by: assignment.contents.items.reduce(Int64(0)) { $0.addingClamped($1.byteCount) })
    }

    func died(_ cause: Caseload_V1_Death.Cause) { deaths.count(cause.word) }

    func examinerStarted() { starts.increment() }

    func examinersReady(_ count: Int) { ready.set(count) }

    /// - Parameter lane: the examiner's place, from 0.
    func examiner(in lane: Int, holds byteCount: Int) {
        if memory.indices.contains(lane) { memory[lane].set(byteCount) }
    }
}

/// What a worker counts of its line to the coordinators.
struct LineMetrics: Sendable {
    private let isUp: Meter
    private let waits: Counter

    init(in factory: any MetricsFactory) {
        (isUp, waits) = (Meter(.coordinatorUp, in: factory), Counter(.coordinatorWaits, in: factory))
    }

    func answered() { isUp.set(1) }

    func missed() {
        isUp.set(0)
        waits.increment()
    }
}

extension Caseload_V1_Assignment {
    fileprivate var kind: ShardKind? {
        switch work {
        case .survey: .survey
        case .walk: .walk
        case .contents: .contents
        case .verification: .verification
        case nil: nil
        }
    }
}
