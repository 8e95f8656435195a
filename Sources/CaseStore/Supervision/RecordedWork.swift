public import struct Foundation.Date

/// What servers have done over some days, as they recorded it minute by minute, and what came of it.
public struct RecordedWork: Hashable, Sendable {
    /// The first minute that is recorded; nil where none is.
    public var since: Date?
    /// Different minutes in which any worker has recorded something.
    public var minuteCount: Int64 = 0
    /// Workers that have recorded something within a day of the newest record, and how many examiners they have.
    public var workerCount: Int64 = 0
    public var examinerCount: Int64 = 0
    /// Of all examiners together: examining, waiting for findings to land, waiting for work.
    public var examiningSeconds = 0.0
    public var landingSeconds = 0.0
    public var idleSeconds = 0.0
    /// Contents that have landed.
    public var contentByteCount: Int64 = 0
    /// Exhibits whose examination has ended, the newest of them: how many, …
    public var exhibitCount: Int64 = 0
    /// … how large their devices are together, …
    public var deviceByteCount: Int64 = 0
    /// … and how much content was read of them.
    public var readByteCount: Int64 = 0

    public init() {}

    public var workingSeconds: Double { examiningSeconds + landingSeconds }

    /// Parts of the examiners' time; nil where none is recorded.
    public var shares: (examining: Double, landing: Double, idle: Double)? {
        let all = workingSeconds + idleSeconds
        return all > 0 ? (examiningSeconds / all, landingSeconds / all, idleSeconds / all) : nil
    }

    /// Less than this tells nothing of other days: ten minutes of one examiner's work.
    static let leastWorkingSeconds = 600.0

    /// Whether enough is recorded to reckon with.
    public var isEnough: Bool {
        workingSeconds >= Self.leastWorkingSeconds && examinerCount > 0 && contentByteCount > 0 && deviceByteCount > 0
            && readByteCount > 0
    }
}

extension CaseStore {
    /// What was recorded over the last days, by the database's clock.
    /// - Parameter now: stands in for that clock in tests.
    public func recordedWork(days: Int, now: Date? = nil) async throws(StoreError) -> RecordedWork {
        let parameters: [Parameter] = [.time(now), .interval(.seconds(86_400 * days))]
        return try await pool.perform { connection throws(StoreError) in
            try connection.transaction(.snapshot) { connection throws(StoreError) in
                var work = RecordedWork()
                if var row = try connection.execute(Self.activitySQL, parameters).first { try work.addActivity(&row) }
                if var row = try connection.execute(Self.endedSQL, parameters).first { try work.addEnded(&row) }
                return work
            }
        }
    }

    private static let activitySQL = """
        WITH recorded AS (
            SELECT * FROM worker_activity WHERE minute > coalesce($1, clock_timestamp()) - $2
        ), newest AS (
            SELECT DISTINCT ON (worker) minute, examiners FROM recorded ORDER BY worker, minute DESC
        ), present AS (
            SELECT examiners FROM newest WHERE minute > (SELECT max(minute) FROM recorded) - interval '1 day'
        )
        SELECT min(minute), count(DISTINCT minute), coalesce(sum(busy_milliseconds), 0)::bigint,
            coalesce(sum(landing_milliseconds), 0)::bigint, coalesce(sum(idle_milliseconds), 0)::bigint,
            coalesce(sum(byte_count), 0)::bigint, (SELECT count(*) FROM present),
            (SELECT coalesce(sum(examiners), 0) FROM present)
        FROM recorded
        """

    /// Of the newest 200, which are enough for a mean, and whose shards are not too many to read.
    private static let endedSQL = """
        SELECT count(*), coalesce(sum(size), 0)::bigint, coalesce(sum(contents), 0)::bigint FROM (
            SELECT byte_count AS size, (
                SELECT sum(shards.byte_count) FROM shards WHERE shards.exhibit_id = exhibits.exhibit_id
                    AND kind = 'contents' AND shards.state IN ('done', 'failed')
            ) AS contents
            FROM exhibits WHERE state = 'done' AND byte_count > 0 AND finished_at > coalesce($1, clock_timestamp()) - $2
            ORDER BY finished_at DESC LIMIT 200
        ) AS ended
        """
}

extension RecordedWork {
    fileprivate mutating func addActivity(_ row: inout Row) throws(StoreError) {
        since = try row.next()
        minuteCount = try row.next()
        examiningSeconds = Double(try row.next(Int64.self)) / 1_000
        landingSeconds = Double(try row.next(Int64.self)) / 1_000
        idleSeconds = Double(try row.next(Int64.self)) / 1_000
        contentByteCount = try row.next()
        workerCount = try row.next()
        examinerCount = try row.next()
    }

    fileprivate mutating func addEnded(_ row: inout Row) throws(StoreError) {
        exhibitCount = try row.next()
        deviceByteCount = try row.next()
        readByteCount = try row.next()
    }
}
