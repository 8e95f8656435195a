internal import Findings
public import struct Foundation.Date

/// A case as its supervisors see it.
public struct SupervisedCase: Hashable, Sendable {
    public var reference: String
    public var terms: CaseTerms
    /// While it is closed, none of its exhibits is examined.
    public var isOpen = true
    public var createdAt: Date
    public var lastReview: CaseReview?
    public var exhibits: [SupervisedExhibit]

    public init(
        _ reference: String, terms: CaseTerms = CaseTerms(), createdAt: Date, exhibits: [SupervisedExhibit] = []
    ) {
        (self.reference, self.terms, self.createdAt, self.exhibits) = (reference, terms, createdAt, exhibits)
    }

    public func count(_ state: ExhibitRecord.State) -> Int { exhibits.count { $0.state == state } }

    /// Whether there is nothing left to examine.
    public var isDone: Bool { exhibits.allSatisfy(\.isDone) }

    /// Whether its examination goes on, now or as soon as workers are free.
    public var goesOn: Bool { isOpen && !isDone }

    /// Since when the exhibit that was registered first waits for its end; nil where none does.
    public var waitingSince: Date? { exhibits.filter { !$0.isDone }.map(\.registeredAt).min() }

    /// Since when one of its examinations has not gone on; nil where none is under way.
    public var idleSince: Date? { exhibits.compactMap(\.idleSince).min() }

    /// When a shard of any of its exhibits last ended.
    public var progressedAt: Date? { exhibits.compactMap(\.progressedAt).max() }

    /// The content that is left to be read, in bytes.
    public var left: Int64 { exhibits.reduce(0) { $0.addingClamped($1.left) } }

    /// The part that is done, 0 … 1, each exhibit by its size; nil without exhibits.
    public var share: Double? {
        guard !exhibits.isEmpty else { return nil }
        // An exhibit whose size nobody knows counts a little, so that one of them alone has a share, too.
        let weights = exhibits.map { Double(max(1, $0.work.byteCount)) }
        let done = zip(exhibits, weights).reduce(0) { $0 + $1.0.share * $1.1 }
        return done / weights.reduce(0, +)
    }

    /// How fast its exhibits are read together.
    public func pace(window: Duration = Pace.window, now: Date) -> Pace { Pace(of: [self], window: window, now: now) }

    /// Whether this case is examined before another: by risk, then by the day on which it is due, then by how long it has
    /// waited.
    public func precedes(_ other: SupervisedCase) -> Bool {
        if terms.risk != other.terms.risk { return terms.risk > other.terms.risk }
        let (due, otherDue) = (terms.due?.start ?? .distantFuture, other.terms.due?.start ?? .distantFuture)
        if due != otherDue { return due < otherDue }
        let (since, otherSince) = (waitingSince ?? .distantFuture, other.waitingSince ?? .distantFuture)
        return (since, reference) < (otherSince, other.reference)
    }
}

extension Pace {
    /// How fast all cases together are read: what the servers do.
    public init(of cases: [SupervisedCase], window: Duration = Pace.window, now: Date) {
        let exhibits = cases.flatMap(\.exhibits).filter { $0.work.lately > 0 }
        self.init(
            byteCount: exhibits.reduce(0) { $0.addingClamped($1.work.lately) },
            start: exhibits.compactMap(\.startedAt).min(), window: window, now: now)
    }
}
