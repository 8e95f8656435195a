public import struct Foundation.Date
public import struct Foundation.TimeInterval

/// The life of one shard, and the only rules by which it changes. It reads no clock and knows no database: it is told
/// what happened and when.
///
///     ready ──grant──► leased ──land──► done
///       ▲                │ │ │
///       ├── expire ──────┘ │ ├─ die, with parts ─────────► replaced
///       │                  │ └─ die, for the last time ──► failed
///       ├── hand back ─────┤
///       └── die ───────────┘
///
/// A shard ends as `done` when its findings have landed, `replaced` when smaller shards have taken its place, or
/// `failed` when a failure finding has: each in the transaction that lands them.
public struct Shard: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case ready
        case leased(until: Date)
        case done, replaced, failed
    }

    public private(set) var state: State
    public private(set) var fence: Fence
    /// Who holds the newest lease, or held it last; nil before the first.
    public private(set) var holder: String?
    /// Who held the leases before that, the last of them last: what is late can be told from what is invented.
    public private(set) var formerHolders: [String]
    /// How many examiners have died of it.
    public private(set) var deaths: Int
    /// How many leases have ended without a word from their worker.
    public private(set) var lapses: Int

    public init(
        state: State = .ready, fence: Fence = Fence(), holder: String? = nil, formerHolders: [String] = [],
        deaths: Int = 0, lapses: Int = 0
    ) {
        self.state = state
        self.fence = fence
        self.holder = holder
        self.formerHolders = formerHolders
        self.deaths = deaths
        self.lapses = lapses
    }

    /// After this many examiners died of a shard that cannot be split, a failure finding takes its place.
    public static let deathLimit = 2
    /// After this many leases ended in silence the shard is suspected: whatever is in it takes its workers down with it.
    public static let lapseLimit = 8

    /// How many former holders are remembered.
    public static let memory = 32

    /// Whether whoever is granted the shard should rather report its death, so that it is split or given up.
    public var isSuspected: Bool { lapses >= Self.lapseLimit }

    public var hasEnded: Bool {
        switch state {
        case .ready, .leased: false
        case .done, .replaced, .failed: true
        }
    }

    /// Grants the shard, or returns nil while somebody holds it and once it has ended.
    public mutating func grant(to worker: String, at now: Date, for term: TimeInterval) -> Claim? {
        guard state == .ready else { return nil }
        fence.raise()
        if let holder { formerHolders = (formerHolders + [holder]).suffix(Self.memory) }
        holder = worker
        state = .leased(until: now.addingTimeInterval(term))
        return Claim(worker, fence)
    }

    /// Prolongs the lease of whoever holds it; anybody else is refused.
    public mutating func renew(under claim: Claim, at now: Date, for term: TimeInterval) -> Bool {
        guard isHeld(under: claim) else { return false }
        state = .leased(until: now.addingTimeInterval(term))
        return true
    }

    /// Ends the lease once its term is over; the shard can be granted again.
    /// - Returns: whether the lease has ended now.
    public mutating func expire(at now: Date) -> Bool {
        guard case .leased(let until) = state, now >= until else { return false }
        lapses += 1
        state = .ready
        return true
    }

    /// Lets the lease of a worker that is known to be dead be over by now.
    public mutating func cutShort(at now: Date) {
        guard case .leased(let until) = state else { return }
        state = .leased(until: min(until, now))
    }

    /// Takes the shard back from a worker that stops, as if it had never been granted; its fence stays raised.
    public mutating func handBack(under claim: Claim) -> Bool {
        guard isHeld(under: claim) else { return false }
        state = .ready
        return true
    }

    /// Whether findings may land. It takes no time: a worker is late when its lease *was ended*, not when a clock
    /// says so, because clocks on two machines never agree.
    /// - Parameters:
    ///   - isNew: whether these findings have not landed before: a shard that goes on is not suspected any more.
    ///   - completes: whether these are the last findings of the shard.
    public mutating func land(under claim: Claim, isNew: Bool = true, completes: Bool) -> Landing {
        guard isHeld(under: claim) else { return .refused(current: fence) }
        if isNew { lapses = 0 }
        if completes { state = .done }
        return .accepted
    }

    /// What becomes of the shard after an examiner died of it.
    /// - Parameters:
    ///   - way: what could be done instead of trying the same again.
    ///   - isBlamed: false when somebody else killed the examiner (an operator, a system out of memory): that counts
    ///     as a lapse, because the shard may be innocent.
    public mutating func die(under claim: Claim, way: WayOut, isBlamed: Bool) -> Aftermath {
        guard isHeld(under: claim) else { return .refused(current: fence) }
        if !isBlamed && !isSuspected {
            lapses += 1
            state = .ready
            return .retry
        }
        deaths += 1
        if way == .split {
            state = .replaced
            return .split
        }
        if deaths < Self.deathLimit && !isSuspected {
            state = .ready
            return .retry
        }
        if way == .detour {
            (deaths, lapses, state) = (0, 0, .ready)
            return .detour
        }
        state = .failed
        return .giveUp
    }

    /// Whether a lease is what it claims to be.
    public func standing(of claim: Claim) -> Claim.Standing {
        if claim.fence == fence { return claim.worker == holder ? .current : .invented }
        guard Fence() < claim.fence, claim.fence < fence else { return .invented }
        let place = Int64(formerHolders.count) - (fence.number - claim.fence.number)
        guard formerHolders.indices.contains(Int(clamping: place)) else { return .past }
        return formerHolders[Int(place)] == claim.worker ? .past : .invented
    }

    private func isHeld(under claim: Claim) -> Bool {
        guard case .leased = state else { return false }
        return standing(of: claim) == .current
    }
}

/// What the store says to findings.
public enum Landing: Hashable, Sendable {
    case accepted
    /// The lease has ended: the findings change nothing.
    case refused(current: Fence)
}

/// What could be done about a shard that an examiner died of.
public enum WayOut: Hashable, Sendable {
    case none
    /// Smaller shards can take its place.
    case split
    /// It can be told to leave out what killed the examiner.
    case detour
}

/// What follows the death of an examiner.
public enum Aftermath: Hashable, Sendable {
    /// Smaller shards take its place.
    case split
    /// It is granted again as it is.
    case retry
    /// It is granted again, told to leave out what killed the examiner, and begins anew: with something left out, its
    /// batches are others, and what has landed of it is forgotten.
    case detour
    /// A failure finding takes its place.
    case giveUp
    /// The lease had ended already: nothing changes.
    case refused(current: Fence)
}
