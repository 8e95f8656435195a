internal import CaseStore
internal import Foundation
internal import Shards
internal import Synchronization

/// What waits to be granted, as the store had it a moment ago, less what has been granted since: whose turn it is can be said
/// without asking. The store alone grants; what this is wrong about costs a look that finds nothing.
final class Backlog: Sendable {
    /// Rung by whatever may have brought work: it is then read anew at once.
    let news = Bell()

    /// A grant that is to be asked for: of which exhibit, and how much.
    struct Turn: Sendable {
        let exhibit: ExhibitID
        let portion: Portion
    }

    fileprivate struct State {
        var waiting: [WaitingExhibit] = []
        var examinerCount = 0
        /// The database's time, and ours, when it was read.
        var read = (at: Date.distantPast, when: ContinuousClock.now)
        var turn = 0
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - costPerSecond: of the worker that asks (`Portion`).
    ///   - limit: how many shards it wants at most.
    ///   - avoided: exhibits that something keeps it from examining.
    /// - Returns: nil where nothing waits for it.
    func next(costPerSecond: Int64, limit: Int, avoiding avoided: [ExhibitID]) -> Turn? {
        state.withLock { state -> Turn? in
            let now = state.read.at.addingTimeInterval((ContinuousClock.now - state.read.when) / .seconds(1))
            guard let place = state.next(at: now, avoiding: Set(avoided.map(\.number))) else { return nil }
            state.turn &+= 1
            let portion = Portion(
                costPerSecond: costPerSecond, readyCount: state.waiting[place].readyCount,
                examinerCount: state.examinerCount, limit: limit)
            let exhibit = ExhibitID(state.waiting[place].number)
            state.waiting[place].leasedCount += portion.shardLimit
            state.waiting[place].grantedAt = now
            state.take(portion.shardLimit, at: place)
            return Turn(exhibit: exhibit, portion: portion)
        }
    }

    /// Notes how many shards a turn has brought.
    func note(_ count: Int, of turn: Turn) {
        state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.number == turn.exhibit.number }) else { return }
            if count == 0 {
                state.waiting.remove(at: place)
            } else {
                state.waiting[place].leasedCount -= turn.portion.shardLimit - count
                if let ready = state.waiting[place].readyCount {
                    state.waiting[place].readyCount = ready + turn.portion.shardLimit - count
                }
            }
        }
    }

    /// - Returns: whether anything waits.
    func update(_ waiting: Waiting) -> Bool {
        state.withLock { state in
            state.waiting = waiting.exhibits
            state.examinerCount = waiting.examinerCount
            state.read = (waiting.now, .now)
            return !waiting.exhibits.isEmpty
        }
    }
}

extension Backlog.State {
    fileprivate func next(at now: Date, avoiding avoided: Set<Int32>) -> Int? {
        guard !avoided.isEmpty else { return Precedence.next(among: waiting, at: now, turn: turn) }
        let places = waiting.indices.filter { !avoided.contains(waiting[$0].number) }
        return Precedence.next(among: places.map { waiting[$0] }, at: now, turn: turn).map { places[$0] }
    }

    /// Lays shards aside for a turn: what is left is for others.
    fileprivate mutating func take(_ count: Int, at place: Int) {
        guard let ready = waiting[place].readyCount else { return }
        if ready > count { waiting[place].readyCount = ready - count } else { waiting.remove(at: place) }
    }
}
