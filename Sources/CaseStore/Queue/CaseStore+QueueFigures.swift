public import Shards

/// How much waits in the whole store, how much is under way, and for how long.
public struct QueueFigures: Hashable, Sendable {
    /// Some shards, and about how many bytes they read.
    public struct Amount: Hashable, Sendable {
        public var shardCount: Int64 = 0
        public var byteCount: Int64 = 0

        public init() {}
    }

    /// Shards that nobody examines, and those that somebody does.
    public internal(set) var ready: [ShardKind: Amount] = [:]
    public internal(set) var leased: [ShardKind: Amount] = [:]
    /// Exhibits of open cases by state.
    public internal(set) var exhibits: [String: Int64] = [:]
    /// For how long an open case's exhibit has waited of which nothing has been examined yet; 0 where none waits.
    public internal(set) var oldestWaitingSeconds: Int64 = 0
    /// For how long none of its shards has ended, of the exhibit in examination where that is longest.
    public internal(set) var longestStandingSeconds: Int64 = 0
    /// For how long the lease is held that was granted before all others; 0 where none is held.
    public internal(set) var oldestLeaseSeconds: Int64 = 0
    /// Workers by state: those that were seen within a day, or about which something is decided.
    public internal(set) var workers: [String: Int64] = [:]
    /// The version of the schema that the database has now.
    public internal(set) var schemaVersion: Int32 = 0

    public static let exhibitStates = ["registered", "examining", "done"]
    /// `away` is an active one that was not seen for a minute.
    public static let workerStates = ["active", "away", "draining", "quarantined"]
}

extension CaseStore {
    /// Reads what waits and what is leased, not what has ended: it costs the same however much was examined before.
    public func queueFigures() async throws(StoreError) -> QueueFigures {
        try await pool.perform { connection throws(StoreError) in
            var figures = QueueFigures()
            figures.schemaVersion = try connection.schema().version
            for state in ["ready", "leased"] { try connection.countShards(state, into: &figures) }
            try connection.countExhibits(into: &figures)
            try connection.countWorkers(into: &figures)
            return figures
        }
    }
}

extension Connection {
    /// - Parameter state: a constant, so that PostgreSQL knows the partial index that fits.
    fileprivate borrowing func countShards(_ state: String, into figures: inout QueueFigures) throws(StoreError) {
        let rows = try execute(
            """
            SELECT kind, count(*), least(sum(byte_count), \(Int64.max))::bigint,
                coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(granted_at))), 0)::bigint FROM shards
            WHERE state = '\(state)' GROUP BY kind
            """)
        for index in 0..<rows.count {
            var row = rows[index]
            let kind = try ShardKind(stored: try row.next())
            var amount = QueueFigures.Amount()
            (amount.shardCount, amount.byteCount) = (try row.next(), try row.next())
            let sinceGranted: Int64 = try row.next()
            if state == "ready" {
                figures.ready[kind] = amount
            } else {
                figures.leased[kind] = amount
                figures.oldestLeaseSeconds = max(figures.oldestLeaseSeconds, sinceGranted)
            }
        }
    }

    fileprivate borrowing func countExhibits(into figures: inout QueueFigures) throws(StoreError) {
        let rows = try execute(
            """
            SELECT exhibits.state, count(*),
                greatest(0, extract(epoch FROM clock_timestamp() - min(registered_at)))::bigint,
                greatest(0, extract(epoch FROM clock_timestamp() - min(
                    coalesce(progressed_at, granted_at, started_at, registered_at))))::bigint
            FROM exhibits JOIN cases USING (case_id) WHERE cases.state = 'open' GROUP BY exhibits.state
            """)
        for index in 0..<rows.count {
            var row = rows[index]
            let state: String = try row.next()
            figures.exhibits[state] = try row.next()
            let (sinceRegistered, sinceProgress): (Int64, Int64) = (try row.next(), try row.next())
            if state == "registered" { figures.oldestWaitingSeconds = sinceRegistered }
            if state == "examining" { figures.longestStandingSeconds = sinceProgress }
        }
    }

    fileprivate borrowing func countWorkers(into figures: inout QueueFigures) throws(StoreError) {
        let rows = try execute(
            """
            SELECT CASE WHEN state = 'active' AND seen_at < clock_timestamp() - interval '1 minute' THEN 'away'
                ELSE state END AS word, count(*)
            FROM workers WHERE state <> 'active' OR seen_at > clock_timestamp() - interval '1 day' GROUP BY word
            """)
        for index in 0..<rows.count {
            var row = rows[index]
            let word: String = try row.next()
            figures.workers[word] = try row.next()
        }
    }
}
