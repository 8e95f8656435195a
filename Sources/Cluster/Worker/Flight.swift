internal import ClusterProtocol
internal import SwiftProtobuf
internal import Synchronization

/// What one examiner has in hand, in the order it was given, and the last sign of life it gave. A rule: it is told the
/// time.
struct Flight: Sendable {
    /// An examiner always holds the shard it examines and the next one, so that it never waits for work.
    static let capacity = 2

    /// The longest that one shard may take, whatever its examiner shows of life: an examiner that is no longer its own
    /// master can show it for ever. A walk ends itself after two days, and verifying tens of terabytes takes less.
    static let longest: Duration = .seconds(7 * 24 * 3600)

    struct Shard: Sendable {
        var held: Caseload_V1_Held
        var assignment: Caseload_V1_Assignment
        /// What its examiner has said of it so far.
        var handedIn = Admission.Landed()
    }

    private(set) var shards: [Shard] = []
    /// What was given and taken back: its examiner does not know, and is not listened to about it.
    private(set) var withdrawn: Set<Int64> = []
    private var tally = Tally()
    /// Until when time has been accounted for.
    private var accountedTo: ContinuousClock.Instant
    private var noteCount: UInt64 = 0
    private var lastSign: ContinuousClock.Instant
    /// When the shard in hand became the first.
    private var beginning: ContinuousClock.Instant
    /// While findings land, an examiner that waits to be read is not to blame for its silence.
    private(set) var isLanding = false

    /// How many questions about evidence wait for the coordinator's answers. The network is to blame for that silence.
    private var fetchCount = 0

    /// What is being examined; nil while its findings land, and when there is nothing.
    var inHand: Caseload_V1_Held? { isLanding ? nil : shards.first?.held }

    /// Whether the examiner has proven its digests and asked for work.
    private(set) var isReady = false

    init(at now: ContinuousClock.Instant) { (lastSign, beginning, accountedTo) = (now, now, now) }

    private var isOccupied: Bool { !shards.isEmpty || !withdrawn.isEmpty }

    /// - Returns: false when it has said so before.
    mutating func becomeReady() -> Bool {
        defer { isReady = true }
        return !isReady
    }

    mutating func begin(_ shard: Shard, at now: ContinuousClock.Instant) {
        account(at: now)
        if !isOccupied { (lastSign, beginning) = (now, now) }
        shards.append(shard)
    }

    /// - Parameter count: how many notes its flight recorder holds: a sign of life if there are new ones.
    mutating func hear(noteCount count: UInt64, at now: ContinuousClock.Instant) {
        guard count != noteCount else { return }
        noteCount = count
        lastSign = now
    }

    /// - Returns: the shard of which a batch lands; nil for one that was never given.
    mutating func beginLanding(shard: Int64, at now: ContinuousClock.Instant) -> Shard? {
        account(at: now)
        guard let first = shards.first, first.held.shard == shard else { return nil }
        isLanding = true
        return first
    }

    /// - Parameter handedIn: with the batch that lands.
    mutating func note(handedIn: Admission.Landed) {
        if !shards.isEmpty { shards[0].handedIn = handedIn }
    }

    /// - Returns: how long the shard took, where it has ended.
    @discardableResult
    mutating func endLanding(completes: Bool, at now: ContinuousClock.Instant) -> Duration? {
        account(at: now)
        isLanding = false
        lastSign = now
        guard completes, !shards.isEmpty else { return nil }
        shards.removeFirst()
        defer { beginning = now }
        return now - beginning
    }

    /// Takes back the shard that waits behind one that takes long: somebody else may have time for it.
    /// - Returns: the lease to be given back; nil where nothing waits, or not yet for long.
    mutating func withdraw(at now: ContinuousClock.Instant) -> Caseload_V1_Held? {
        guard shards.count > 1, now - beginning >= Stock.patience, let last = shards.popLast() else { return nil }
        withdrawn.insert(last.held.shard)
        return last.held
    }

    /// Notes that a withdrawn shard is out of its examiner's hands: it never came there, or was ended in vain.
    /// - Returns: false for one that was not withdrawn.
    mutating func forget(withdrawn shard: Int64, at now: ContinuousClock.Instant) -> Bool {
        account(at: now)
        guard withdrawn.remove(shard) != nil else { return false }
        (lastSign, beginning) = (now, now)
        return true
    }

    /// What has been done since this was last asked.
    mutating func takeTally(at now: ContinuousClock.Instant) -> Tally {
        account(at: now)
        defer { tally = Tally() }
        return tally
    }

    private mutating func account(at now: ContinuousClock.Instant) {
        let span = now - accountedTo
        accountedTo = now
        if isLanding { tally.landing += span } else if isOccupied { tally.busy += span } else { tally.idle += span }
    }

    mutating func beginFetching() { fetchCount += 1 }

    mutating func endFetching(at now: ContinuousClock.Instant) {
        fetchCount -= 1
        lastSign = now
    }

    func hangs(at now: ContinuousClock.Instant, patience: Duration) -> Bool {
        isOccupied && !isLanding && fetchCount == 0
            && (now - lastSign > patience || now - beginning > Self.longest)
    }
}

/// The flight of one examiner, shared by those who feed it, listen to it and watch it.
final class SharedFlight: Sendable {
    private let flight = Mutex(Flight(at: .now))

    func with<Result: Sendable>(_ body: (inout Flight) -> Result) -> Result { flight.withLock { body(&$0) } }
}
