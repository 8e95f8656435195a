public import Shards
public import struct Foundation.Date

extension CaseStore {
    /// Notes what a worker has done against the rules. Where that is one offence too many (`Conduct`), the worker is
    /// quarantined: its leases end in the same transaction, so that nothing of it lands any more, and it is granted nothing.
    /// - Parameter detail: what exactly, for the operator who looks into it.
    /// - Returns: whether the worker has been quarantined by it.
    public func note(
        _ breach: Conduct.Breach, of worker: String, detail: String, now: Date? = nil
    ) async throws(StoreError) -> Bool {
        try await pool.perform { connection throws(StoreError) in
            try connection.transaction { connection throws(StoreError) in
                // Whoever never enrolled is set aside, too.
                try connection.execute(
                    "INSERT INTO workers (name, description) VALUES ($1, '{}') ON CONFLICT DO NOTHING", [.text(worker)])
                let now = try connection.moment(now)
                guard try connection.lockWorker(worker) != .quarantined else { return false }
                var conduct = try connection.conduct(of: worker, at: now)
                try connection.execute(
                    "INSERT INTO worker_breaches (worker, breach, detail, noted_at) VALUES ($1, $2, $3, $4)",
                    [.text(worker), .text(breach.rawValue), .text(detail), .time(now)])
                guard conduct.note(breach, at: now) else { return false }
                try connection.set(.quarantined, of: worker, reason: detail, at: now)
                try connection.endLeases(of: worker)
                try connection.announceWork()
                return true
            }
        }
    }

    /// Ends what quarantined workers still hold: a grant that was under way while its worker was quarantined.
    public func endLeasesOfQuarantined() async throws(StoreError) {
        try await pool.perform { connection throws(StoreError) in
            let workers = try connection.execute("SELECT name FROM workers WHERE state = 'quarantined'")
                .map { row throws(StoreError) in try row.next(String.self) }
            for worker in workers { try connection.endLeases(of: worker) }
        }
    }
}

extension Connection {
    /// The database's time, unless a test has its own.
    fileprivate borrowing func moment(_ now: Date?) throws(StoreError) -> Date {
        guard var row = try execute("SELECT coalesce($1, clock_timestamp())", [.time(now)]).first else {
            throw StoreError(.other, cause: "the database tells no time")
        }
        return try row.next()
    }

    /// What it has done within the rule's memory, and since it was last let in.
    fileprivate borrowing func conduct(of worker: String, at now: Date) throws(StoreError) -> Conduct {
        let offences = try execute(
            """
            SELECT breach, noted_at FROM worker_breaches JOIN workers ON worker = name
            WHERE worker = $1 AND noted_at > $2 AND noted_at > state_since
            """, [.text(worker), .time(now.addingTimeInterval(-Conduct.memory))]
        ).map { row throws(StoreError) in (try row.next(String.self), try row.next(Date.self)) }
        return Conduct(
            offences: offences.compactMap { word, at in
                Conduct.Breach(rawValue: word).map { Conduct.Offence($0, at: at) }
            })
    }

    /// As if it had handed back all it holds.
    fileprivate borrowing func endLeases(of worker: String) throws(StoreError) {
        try execute(
            """
            WITH held AS MATERIALIZED (
                SELECT shard_id FROM shards WHERE state = 'leased' AND worker = $1 ORDER BY shard_id FOR UPDATE
            )
            UPDATE shards SET state = 'ready', leased_until = NULL FROM held WHERE shards.shard_id = held.shard_id
            """, [.text(worker)])
    }
}
