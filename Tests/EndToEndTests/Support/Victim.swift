import Glibc
import TestSupport

/// Who is killed.
enum Victim: String, CaseIterable, Sendable {
    case examiner, worker, coordinator, keeper
    /// PostgreSQL's first process or one of those that serve.
    case postgres
    /// PostgreSQL and its keeper at once.
    case store
    /// Everything that `examine` has started, at once.
    case allButExamine
    case examine

    /// Those of the processes that die; none while there is nobody to kill.
    func chosen(from all: [RunningProcess], using random: inout SplitMix64) -> [RunningProcess] {
        switch self {
        case .examiner: Array(all.having(.examiner).shuffled(using: &random).prefix(1))
        case .worker: Array(all.having(.worker).shuffled(using: &random).prefix(1))
        case .coordinator: all.having(.coordinator)
        case .keeper: all.having(.keeper)
        case .postgres: Array(all.having(.postgres).shuffled(using: &random).prefix(1))
        case .store: all.having(.keeper) + all.having(.postgres)
        case .allButExamine: all.filter { $0.role != .examine }
        case .examine: all.having(.examine)
        }
    }
}

extension Examination {
    /// Kills a victim at each of some moments: when the run has used so many ticks of the processors. Ends when it has,
    /// or when `examine` has ended before.
    /// - Returns: how many times somebody was killed.
    func kill(_ victim: Victim, at moments: [Int], using random: inout SplitMix64) async throws -> Int {
        var (consumption, left, strikes) = (Consumption(), moments.sorted()[...], 0)
        try await eventually {
            let now = processes
            let used = consumption.note(now)
            if now.having(.examine).isEmpty { return true }
            guard let moment = left.first, used >= moment else { return left.isEmpty }
            let chosen = victim.chosen(from: now, using: &random)
            // Stopped first, so that none has the time to react to another's death.
            for process in chosen { process.send(SIGSTOP) }
            for process in chosen { process.send(SIGKILL) }
            if !chosen.isEmpty {
                strikes += 1
                left.removeFirst()
            }
            return left.isEmpty
        }
        return strikes
    }
}
