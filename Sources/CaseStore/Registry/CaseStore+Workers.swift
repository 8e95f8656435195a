public import struct Foundation.Date

/// What operators have decided about a worker, or the coordinator about one that broke the rules.
public enum WorkerState: String, Hashable, Sendable {
    case active
    /// It ends what it has begun, and is granted nothing more.
    case draining
    /// It is granted nothing, and nothing of it lands.
    case quarantined
}

/// A worker that is not simply at work.
public struct WorkerStanding: Hashable, Sendable {
    public let state: WorkerState
    public let reason: String?
    public let since: Date
}

extension CaseStore {
    /// The workers that are not simply at work, by name.
    public func workersSetAside() async throws(StoreError) -> [String: WorkerStanding] {
        try await pool.perform { connection throws(StoreError) in
            let rows = try connection.execute(
                "SELECT name, state, state_reason, state_since FROM workers WHERE state <> 'active'")
            var standings: [String: WorkerStanding] = [:]
            for index in 0..<rows.count {
                var row = rows[index]
                standings[try row.next()] = WorkerStanding(
                    state: try WorkerState(stored: try row.next()), reason: try row.next(), since: try row.next())
            }
            return standings
        }
    }

    /// Lets a worker end what it has begun, and grants it nothing more.
    /// - Throws: `notFound`; `conflict` for one that is quarantined.
    public func drain(worker: String, reason: String?) async throws(StoreError) {
        try await move(worker, from: [.active, .draining], to: .draining, reason: reason)
    }

    /// Grants to a drained worker again.
    /// - Throws: `notFound`; `conflict` for one that is quarantined: it is `release`d.
    public func resume(worker: String) async throws(StoreError) {
        try await move(worker, from: [.active, .draining], to: .active)
    }

    /// Lets a quarantined worker in again; what it did before is forgiven.
    /// - Throws: `notFound`; `conflict` for one that is not quarantined.
    public func release(worker: String) async throws(StoreError) {
        try await move(worker, from: [.quarantined], to: .active)
    }

    private func move(
        _ worker: String, from states: Set<WorkerState>, to state: WorkerState, reason: String? = nil
    ) async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                guard let found = try connection.lockWorker(worker) else {
                    throw StoreError(.notFound, cause: "no worker \(worker) has ever enrolled")
                }
                guard states.contains(found) else {
                    throw StoreError(.conflict, cause: "worker \(worker) is \(found.rawValue)")
                }
                guard found != state else { return }
                try connection.set(state, of: worker, reason: reason)
                if state == .active { try connection.announceWork() }
            }
        }
    }
}

extension WorkerState {
    init(stored name: String) throws(StoreError) {
        guard let state = WorkerState(rawValue: name) else {
            throw StoreError(.schemaNewer, cause: "the store holds a worker in the state \(name)")
        }
        self = state
    }
}

extension Connection {
    /// A worker's state; its row stays locked until the transaction ends. nil for one that has never enrolled.
    borrowing func lockWorker(_ worker: String) throws(StoreError) -> WorkerState? {
        let rows = try execute("SELECT state FROM workers WHERE name = $1 FOR UPDATE", [.text(worker)])
        guard var row = rows.first else { return nil }
        return try WorkerState(stored: try row.next())
    }

    /// - Parameter now: nil for the database's time.
    borrowing func set(
        _ state: WorkerState, of worker: String, reason: String?, at now: Date? = nil
    ) throws(StoreError) {
        try execute(
            """
            UPDATE workers SET state = $2, state_reason = $3, state_since = coalesce($4, clock_timestamp())
            WHERE name = $1
            """, [.text(worker), .text(state.rawValue), .text(reason), .time(now)])
    }

    /// Wakes those who wait for work, at whatever coordinator, once the transaction has committed.
    borrowing func announceWork() throws(StoreError) { try execute("SELECT pg_notify('\(Self.workChannel)', '')") }

    static var workChannel: String { "caseload_work" }
}
