internal import CaseStore
internal import Synchronization

/// Which workers may read which exhibits: those that hold a lease on one of their shards. The store is not asked for each
/// block anew. A rule: it is told the time.
struct EvidenceAccess: Sendable {
    /// How long the store's word counts.
    static let memory: Duration = .seconds(2)
    static let limit = 4096

    private struct Key: Hashable {
        let worker: String
        let exhibit: Int64
    }

    /// What was refused and said already.
    var refusals = RefusalMemory()
    private var admitted: [Key: (evidence: ExhibitRecord, until: ContinuousClock.Instant)] = [:]

    /// nil when the store has to be asked.
    func evidence(_ exhibit: Int64, for worker: String, at now: ContinuousClock.Instant) -> ExhibitRecord? {
        guard let known = admitted[Key(worker: worker, exhibit: exhibit)], now < known.until else { return nil }
        return known.evidence
    }

    mutating func admit(_ worker: String, to exhibit: ExhibitRecord, at now: ContinuousClock.Instant) {
        if admitted.count >= Self.limit { admitted = admitted.filter { now < $0.value.until } }
        guard admitted.count < Self.limit else { return }
        admitted[Key(worker: worker, exhibit: Int64(exhibit.id.number))] = (exhibit, now + Self.memory)
    }
}

final class SharedAccess: Sendable {
    private let access = Mutex(EvidenceAccess())

    func with<Result: Sendable>(_ body: (inout EvidenceAccess) -> Result) -> Result { access.withLock { body(&$0) } }
}
