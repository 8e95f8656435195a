public import struct Foundation.Date

/// How long a case may wait, stand still or go unseen, in days, by its risk.
public struct BreachLimits: Hashable, Sendable {
    /// How long an exhibit may wait for the end of its examination.
    public var waiting: [RiskGrade: Int]
    /// How long an examination that has begun may stand still.
    public var progress: [RiskGrade: Int]
    /// How long a case may go without a review.
    public var review: [RiskGrade: Int]

    /// What holds where nobody has said otherwise.
    public static let standard = BreachLimits(
        waiting: [.veryHigh: 1, .high: 3, .medium: 14, .low: 30],
        progress: [.veryHigh: 1, .high: 1, .medium: 2, .low: 7],
        review: [.veryHigh: 3, .high: 7, .medium: 28, .low: 90])

    /// The limits with one number of days for all grades in the place of each that is given.
    public func replacing(waiting: Int? = nil, progress: Int? = nil, review: Int? = nil) -> BreachLimits {
        func all(_ days: Int?, _ otherwise: [RiskGrade: Int]) -> [RiskGrade: Int] {
            guard let days else { return otherwise }
            return otherwise.mapValues { _ in days }
        }
        return BreachLimits(
            waiting: all(waiting, self.waiting), progress: all(progress, self.progress),
            review: all(review, self.review))
    }

    /// What is past its limit in a case, in the order of `Breach.Kind`.
    public func breaches(of entry: CaseQueue.Entry, at now: Date) -> [Breach] {
        let (supervised, risk) = (entry.supervised, entry.supervised.terms.risk)
        let reviewed = supervised.lastReview?.reviewedAt ?? supervised.createdAt
        return [
            Breach(.waiting, since: supervised.waitingSince, limit: waiting[risk], now: now),
            Breach(.progress, since: supervised.idleSince, limit: progress[risk], now: now),
            Breach(.review, since: reviewed, limit: review[risk], now: now),
            dueBreach(of: entry, at: now),
        ].compactMap(\.self)
    }

    /// A case of which nothing was ever registered is not done.
    private func dueBreach(of entry: CaseQueue.Entry, at now: Date) -> Breach? {
        let supervised = entry.supervised
        guard let due = supervised.terms.due, !supervised.isDone || supervised.exhibits.isEmpty else { return nil }
        if let passed = Breach(.due, since: due.end, limit: 0, now: now) { return passed }
        guard let finish = entry.estimatedFinish, finish > due.end else { return nil }
        return Breach(expected: finish, after: due)
    }
}

/// A limit that a case is past.
public struct Breach: Hashable, Sendable {
    public let kind: Kind
    /// Since when the case waits, stands still, goes unseen or is overdue; for `forecast`, when it will have been examined.
    public let since: Date
    /// Whole days since then; for `forecast`, how many days late it will be.
    public let days: Int
    /// The limit, in days.
    public let limit: Int

    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An exhibit waits for the end of its examination.
        case waiting
        /// An examination that has begun stands still.
        case progress
        /// Nobody has looked at the case.
        case review
        /// The day on which it was due has passed.
        case due
        /// By the estimate, it will not be examined by then.
        case forecast
    }

    /// nil when the limit is kept.
    fileprivate init?(_ kind: Kind, since: Date?, limit: Int?, now: Date) {
        guard let since, let limit else { return nil }
        let days = now.timeIntervalSince(since) / 86_400
        guard days >= Double(limit) else { return nil }
        (self.kind, self.since, self.limit) = (kind, since, limit)
        self.days = Int(days.rounded(.down))
    }

    fileprivate init(expected finish: Date, after due: Day) {
        (kind, since, limit) = (.forecast, finish, 0)
        days = Int((finish.timeIntervalSince(due.end) / 86_400).rounded(.down))
    }
}
